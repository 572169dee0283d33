using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using MsLite.Mail;
using MsLite.Mail.Dns;

namespace MsLite.Harness;

/// <summary>
/// DNS as a literal: <c>new FakeDns { ["example.net", DnsType.Txt] = ["v=spf1 -all"] }</c>. Names that are not in it do not exist.
/// MX is written "10 mail.example.net"; PTR may be keyed by the address itself ("192.0.2.7").
/// </summary>
public sealed class FakeDns : IDnsResolver, IEnumerable<string>
{
    private readonly Dictionary<(string Name, DnsType Type), List<DnsRecord>> _records = [];
    private readonly HashSet<(string Name, DnsType? Type)> _failing = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Every question asked, in order.</summary>
    public ConcurrentQueue<(string Name, DnsType Type)> Questions { get; } = [];

    /// <summary>Names that begin so never get an answer. Empty: there are none.</summary>
    public string FailPrefix { get; init; } = "";

    /// <summary>All records of one name and type: what was there before is gone.</summary>
    public string[] this[string name, DnsType type]
    {
        set
        {
            _records.Remove((RecordKey(name, type), type));
            Know(RecordKey(name, type));
            foreach (var text in value)
            {
                Add(name, type, text);
            }
        }
    }

    /// <summary>Adds one record to those the name has.</summary>
    public void Add(string name, DnsType type, string text)
    {
        var key = RecordKey(name, type);
        Know(key);
        if (!_records.TryGetValue((key, type), out var records))
        {
            _records[(key, type)] = records = [];
        }

        records.Add(Parse(type, text));
    }

    /// <summary>Lets questions for the name fail; for one type, or for every type that has no record.</summary>
    public void Fail(string name, DnsType? type = null)
    {
        _failing.Add((Key(name), type));
        Know(Key(name));
    }

    public ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        Questions.Enqueue((name, type));
        return ValueTask.FromResult(Answer(Key(name), type, hops: 0));
    }

    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private DnsAnswer Answer(string name, DnsType type, int hops)
    {
        if (_failing.Contains((name, type)) || hops > 10 || (FailPrefix.Length > 0 && name.StartsWith(FailPrefix, StringComparison.Ordinal)))
        {
            return DnsAnswer.TemporaryFailure;
        }

        if (_records.TryGetValue((name, type), out var records))
        {
            return DnsAnswer.Found(records);
        }

        if (type != DnsType.Cname && _records.TryGetValue((name, DnsType.Cname), out var alias))
        {
            return Answer(((NameRecord)alias[0]).Name, type, hops + 1);
        }

        return _failing.Contains((name, null)) ? DnsAnswer.TemporaryFailure
            : _names.Contains(name) ? DnsAnswer.NoData
            : DnsAnswer.NoSuchName;
    }

    // A name above a known one exists too, without records of its own (RFC 8020 §2).
    private void Know(string name)
    {
        for (var rest = name; rest.Length > 0;)
        {
            _names.Add(rest);
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            rest = dot < 0 ? "" : rest[(dot + 1)..];
        }
    }

    private static string RecordKey(string name, DnsType type) =>
        Key(type == DnsType.Ptr && IPAddress.TryParse(name, out var address) ? ReverseName.ForPtr(address) : name);

    private static string Key(string name) => DomainName.ToKey(name);

    private static DnsRecord Parse(DnsType type, string text)
    {
        switch (type)
        {
            case DnsType.A or DnsType.Aaaa:
                return new AddressRecord(IPAddress.Parse(text));
            case DnsType.Mx:
                var space = text.IndexOf(' ', StringComparison.Ordinal);
                return new MxRecord(int.Parse(text[..space], CultureInfo.InvariantCulture), Key(text[(space + 1)..]));
            case DnsType.Txt:
                return new TextRecord(text);
            default:
                return new NameRecord(Key(text));
        }
    }
}
