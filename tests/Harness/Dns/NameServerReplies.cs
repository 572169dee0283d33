using System.Collections.Concurrent;
using System.Text;
using MsLite.Mail.Dns;

namespace MsLite.Harness;

/// <summary>What a <see cref="NameServer"/> knows, and says to a question in wire form.</summary>
internal sealed class NameServerReplies(FakeDns data)
{
    private const int ServerFailure = 2;
    private const int NoSuchName = 3;
    private const int Truncated = 0x0200;
    private const int MaxAliases = 10;
    private const int LongestString = 255;

    public FakeDns Data => data;

    public ConcurrentDictionary<string, bool> Absent { get; } = new();

    public ConcurrentDictionary<string, TimeSpan> Delays { get; } = new();

    public int Ttl { get; set; } = 60;

    public string? NameOfClients { get; set; }

    /// <summary>Knows nothing, but for what is so by default.</summary>
    public NameServerReplies Emptied() => new([]) { Ttl = Ttl, NameOfClients = NameOfClients };

    public byte[] To(NameServerQuestion question, bool tcp)
    {
        var reply = new WireReply(question.Wire);
        Fill(reply, question.Name, question.Type);
        if (tcp || reply.Bytes.Length <= question.UdpSize)
        {
            return reply.Bytes;
        }

        reply = new WireReply(question.Wire);
        reply.Flags |= Truncated;
        return reply.Bytes;
    }

    private void Fill(WireReply reply, string name, DnsType type)
    {
        for (var aliases = 0; aliases <= MaxAliases; aliases++)
        {
            var answer = Look(name, type, out var alias);
            if (alias is null)
            {
                End(reply, name, type, answer);
                return;
            }

            reply.Cname(name, alias, Ttl);
            name = alias;
        }

        reply.Code = ServerFailure;
    }

    private DnsAnswer Look(string name, DnsType type, out string? alias)
    {
        var answer = data.Look(name, type, out alias);
        return Absent.ContainsKey(name) ? DnsAnswer.NoSuchName
            : answer.Status == DnsStatus.NoSuchName && type == DnsType.Ptr && IsReverse(name) && NameOfClients is { } host ? DnsAnswer.Found(new NameRecord(host))
            : answer;
    }

    private void End(WireReply reply, string name, DnsType type, DnsAnswer answer)
    {
        foreach (var record in answer.Records)
        {
            reply.Answer(name, (int)type, Ttl, DataOf(record));
        }

        if (answer.IsVoid)
        {
            // RFC 2308 §3: how long the "not there" may be kept.
            reply.Code = answer.Status == DnsStatus.NoSuchName ? NoSuchName : 0;
            reply.Soa("test", Ttl, Ttl);
        }
        else if (!answer.IsFound)
        {
            reply.Code = ServerFailure;
        }
    }

    private static byte[] DataOf(DnsRecord record) => record switch
    {
        AddressRecord address => address.Address.GetAddressBytes(),
        MxRecord mx => [(byte)(mx.Preference >> 8), (byte)mx.Preference, .. WireReply.Name(mx.Exchange)],
        TextRecord text => Strings(text.Text),
        NameRecord other => WireReply.Name(other.Name),
        _ => throw new NotSupportedException($"The name server cannot write {record}."),
    };

    // RFC 1035 §3.3: a string has at most 255 octets; RFC 7208 §3.3 and RFC 6376 §3.6.2.2 put them together again.
    private static byte[] Strings(string text) => text.Length == 0 ? [0]
        : [.. Encoding.Latin1.GetBytes(text).Chunk(LongestString).SelectMany(part => part.Prepend((byte)part.Length))];

    private static bool IsReverse(string name) =>
        name.EndsWith(".in-addr.arpa", StringComparison.Ordinal) || name.EndsWith(".ip6.arpa", StringComparison.Ordinal);
}
