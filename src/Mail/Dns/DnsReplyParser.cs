using System.Net;
using System.Text;

namespace MsLite.Mail.Dns;

/// <summary>Bytes of a reply in, what it says out (RFC 1035 §4). Takes any bytes from anybody.</summary>
public static class DnsReplyParser
{
    private const int ResponseFlag = 0x8000;
    private const int TruncatedFlag = 0x0200;
    private const int SoaType = 6;

    // A chain longer than this does not occur; resolvers stop there too.
    private const int MaxAliases = 10;

    // A UDP answer holds at most some seventy records; a TCP one could hold thousands of them, all read for nothing.
    private const int MaxRecords = 500;

    public static DnsReply Parse(ReadOnlySpan<byte> message, ushort id, string name, DnsType type)
    {
        var reader = new DnsReader(message);
        if (!TryReadHeader(ref reader, id, name, type, out var flags, out var answers, out var authorities))
        {
            return DnsReply.Of(DnsReplyKind.Foreign);
        }

        var code = flags & 15;
        if ((flags & TruncatedFlag) != 0)
        {
            return DnsReply.Of(DnsReplyKind.Truncated);
        }

        // RFC 6891 §7: FORMERR or NOTIMP is how old servers answer EDNS.
        if (code is 1 or 4)
        {
            return DnsReply.Of(DnsReplyKind.WithoutEdns);
        }

        if (code == 2)
        {
            return DnsReply.Of(DnsReplyKind.Failed);
        }

        // NOERROR or NXDOMAIN; a message that breaks off is no answer.
        return code is 0 or 3 && Read(ref reader, name, type, answers, authorities, code == 3) is { } reply ? reply : DnsReply.Of(DnsReplyKind.Refused);
    }

    /// <summary>RFC 5452 §9.1: an answer repeats the id and the question; the address and port were compared by the socket.</summary>
    private static bool TryReadHeader(ref DnsReader reader, ushort id, string name, DnsType type, out ushort flags, out ushort answers, out ushort authorities)
    {
        (flags, answers, authorities) = (0, 0, 0);
        return reader.TryReadUInt16(out var theirId) && theirId == id
            && reader.TryReadUInt16(out flags) && (flags & ResponseFlag) != 0
            && reader.TryReadUInt16(out var questions) && questions == 1
            && reader.TryReadUInt16(out answers) && reader.TryReadUInt16(out authorities) && reader.TryReadUInt16(out _)
            && TryReadQuestion(ref reader, name, type);
    }

    // The question may hold octets that no name in an answer should; so it is compared before names are judged.
    private static bool TryReadQuestion(ref DnsReader reader, string name, DnsType type)
    {
        foreach (var label in name.Split('.'))
        {
            if (!reader.TryReadBytes(1, out var length) || length[0] != label.Length
                || !reader.TryReadBytes(label.Length, out var octets) || !Encoding.Latin1.GetString(octets).Equals(label, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return reader.TryReadBytes(1, out var root) && root[0] == 0
            && reader.TryReadUInt16(out var theirType) && theirType == (int)type
            && reader.TryReadUInt16(out var theirClass) && theirClass == 1;
    }

    private static DnsReply? Read(ref DnsReader reader, string name, DnsType type, int answers, int authorities, bool noSuchName)
    {
        var found = new List<(string? Owner, DnsRecord Record, uint Ttl)>();
        var aliases = new Dictionary<string, (string Target, uint Ttl)>();
        for (var i = 0; i < answers; i++)
        {
            if (i == MaxRecords || !TryReadRecord(ref reader, out var owner, out var theirType, out var ttl, out var data))
            {
                return null;
            }

            if (theirType == (int)type && ReadData(ref data, type) is { } record)
            {
                found.Add((owner, record, ttl));
            }
            else if (theirType == (int)DnsType.Cname && owner is not null && data.TryReadName(out var target) && target is not null)
            {
                aliases.TryAdd(owner, (target, ttl));
            }
        }

        return Follow(name, found, aliases) ?? Negative(ref reader, name, aliases, authorities, noSuchName);
    }

    /// <summary>The records at the end of the alias chain; null if there are none here.</summary>
    private static DnsReply? Follow(string name, List<(string? Owner, DnsRecord Record, uint Ttl)> found, Dictionary<string, (string Target, uint Ttl)> aliases)
    {
        var (owner, ttl) = End(name, aliases);
        var records = found.Where(one => Same(one.Owner, owner)).ToList();
        return records.Count == 0 ? null
            : new DnsReply(DnsReplyKind.Answer, DnsAnswer.Found([.. records.Select(one => one.Record)]), Seconds(Math.Min(ttl, records.Min(one => one.Ttl))), null);
    }

    private static DnsReply Negative(ref DnsReader reader, string name, Dictionary<string, (string Target, uint Ttl)> aliases, int authorities, bool noSuchName)
    {
        var (owner, aliasTtl) = End(name, aliases);
        var soa = SoaTtl(ref reader, authorities);

        // RFC 1034 §4.3.1: the server did not follow the alias to its end; then we ask for the rest. With NXDOMAIN it did (RFC 6604 §3).
        var alias = owner != name && !noSuchName && soa is null ? owner : null;
        var ttl = alias is null ? Math.Min(aliasTtl, soa ?? 0) : aliasTtl;
        return new DnsReply(DnsReplyKind.Answer, noSuchName ? DnsAnswer.NoSuchName : DnsAnswer.NoData, Seconds(ttl), alias);
    }

    // RFC 2308 §5: the lesser of the SOA's own TTL and its MINIMUM; without an SOA the answer is not to be kept.
    private static uint? SoaTtl(ref DnsReader reader, int authorities)
    {
        for (var i = 0; i < Math.Min(authorities, MaxRecords); i++)
        {
            if (!TryReadRecord(ref reader, out _, out var type, out var ttl, out var data))
            {
                return null;
            }

            if (type == SoaType && data.TryReadName(out _) && data.TryReadName(out _) && data.TryReadBytes(16, out _) && data.TryReadUInt32(out var minimum))
            {
                return Math.Min(ttl, minimum);
            }
        }

        return null;
    }

    private static (string Name, uint Ttl) End(string name, Dictionary<string, (string Target, uint Ttl)> aliases)
    {
        var ttl = uint.MaxValue;
        for (var i = 0; i < MaxAliases && aliases.TryGetValue(name, out var alias); i++)
        {
            (name, ttl) = (alias.Target, Math.Min(ttl, alias.Ttl));
        }

        return (name, ttl);
    }

    // A name that cannot be shown was asked for and came back: it is the only one in the answer.
    private static bool Same(string? owner, string name) => owner is null ? name.AsSpan().ContainsAnyExceptInRange('!', '~') : owner == name;

    private static bool TryReadRecord(ref DnsReader reader, out string? owner, out ushort type, out uint ttl, out DnsReader data)
    {
        type = 0;
        ttl = 0;
        data = default;
        if (!reader.TryReadName(out owner) || !reader.TryReadUInt16(out type) || !reader.TryReadUInt16(out _)
            || !reader.TryReadUInt32(out ttl) || !reader.TryReadUInt16(out var length))
        {
            return false;
        }

        data = reader.Part(length);
        return reader.TryReadBytes(length, out _);
    }

    private static DnsRecord? ReadData(ref DnsReader data, DnsType type)
    {
        switch (type)
        {
            case DnsType.A:
                return data.Left == 4 && data.TryReadBytes(4, out var four) ? new AddressRecord(new IPAddress(four)) : null;
            case DnsType.Aaaa:
                return data.Left == 16 && data.TryReadBytes(16, out var six) ? new AddressRecord(new IPAddress(six)) : null;
            case DnsType.Mx:
                return data.TryReadUInt16(out var preference) && data.TryReadName(out var exchange) && exchange is not null ? new MxRecord(preference, exchange) : null;
            case DnsType.Txt:
                return ReadText(ref data);
            default:
                return data.TryReadName(out var name) && name is not null ? new NameRecord(name) : null;
        }
    }

    private static TextRecord? ReadText(ref DnsReader data)
    {
        var text = new StringBuilder();
        while (data.Left > 0)
        {
            if (!data.TryReadBytes(1, out var length) || !data.TryReadBytes(length[0], out var octets))
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(octets));
        }

        return new TextRecord(text.ToString());
    }

    // RFC 2181 §8: a TTL with the top bit set counts as zero.
    private static TimeSpan Seconds(uint ttl) => TimeSpan.FromSeconds(ttl > int.MaxValue ? 0 : ttl);
}
