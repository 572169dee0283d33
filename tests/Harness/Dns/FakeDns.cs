using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using MsLite.Mail;
using MsLite.Mail.Dns;

namespace MsLite.Harness;

/// <summary>
/// DNS as a literal: <c>new FakeDns { ["example.net", DnsType.Txt] = ["v=spf1 -all"] }</c>. Names that are not in it do not exist.
/// MX is written "10 mail.example.net"; PTR may be keyed by the address itself ("192.0.2.7"). May be asked and added to at the same time.
/// </summary>
public sealed class FakeDns : IDnsResolver, IEnumerable<string>
{
    private const int MaxAliases = 10;

    private readonly Lock _data = new();
    private readonly Dictionary<(string Name, DnsType Type), List<DnsRecord>> _records = [];
    private readonly HashSet<(string Name, DnsType? Type)> _failing = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _ignored = [];

    /// <summary>Every question asked, in order.</summary>
    public ConcurrentQueue<(string Name, DnsType Type)> Questions { get; } = [];

    /// <summary>Names that begin so never get an answer. Empty: there are none.</summary>
    public string FailPrefix { get; init; } = "";

    /// <summary>All records of one name and type: what was there before is gone.</summary>
    public string[] this[string name, DnsType type]
    {
        set
        {
            lock (_data)
            {
                _records.Remove((RecordKey(name, type), type));
                Know(RecordKey(name, type));
                foreach (var text in value)
                {
                    Add(name, type, text);
                }
            }
        }
    }

    /// <summary>Adds one record to those the name has.</summary>
    public void Add(string name, DnsType type, string text)
    {
        var key = RecordKey(name, type);
        lock (_data)
        {
            Know(key);
            if (!_records.TryGetValue((key, type), out var records))
            {
                _records[(key, type)] = records = [];
            }

            records.Add(Parse(type, text));
        }
    }

    /// <summary>Lets questions for the name fail; for one type, or for every type that has no record.</summary>
    public void Fail(string name, DnsType? type = null)
    {
        lock (_data)
        {
            _failing.Add((Key(name), type));
            Know(Key(name));
        }
    }

    /// <summary>Leaves questions for the name without any answer: whoever asks has to give up.</summary>
    public void Ignore(string name)
    {
        lock (_data)
        {
            _ignored.Add(Key(name));
        }
    }

    public ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        Questions.Enqueue((name, type));
        if (IsIgnored(name))
        {
            return new ValueTask<DnsAnswer>(new TaskCompletionSource<DnsAnswer>().Task.WaitAsync(ct));
        }

        for (var aliases = 0; aliases <= MaxAliases; aliases++)
        {
            var answer = Look(name, type, out var alias);
            if (alias is null)
            {
                return ValueTask.FromResult(answer);
            }

            name = alias;
        }

        return ValueTask.FromResult(DnsAnswer.TemporaryFailure);
    }

    /// <summary>What is kept under this very name; where that is an alias, only where it leads.</summary>
    public DnsAnswer Look(string name, DnsType type, out string? alias)
    {
        var key = Key(name);
        lock (_data)
        {
            alias = null;
            if (_failing.Contains((key, type)) || (FailPrefix.Length > 0 && key.StartsWith(FailPrefix, StringComparison.Ordinal)))
            {
                return DnsAnswer.TemporaryFailure;
            }

            if (_records.TryGetValue((key, type), out var records))
            {
                return DnsAnswer.Found([.. records]);
            }

            alias = _records.TryGetValue((key, DnsType.Cname), out var aliases) ? ((NameRecord)aliases[0]).Name : null;
            return _failing.Contains((key, null)) ? DnsAnswer.TemporaryFailure
                : _names.Contains(key) ? DnsAnswer.NoData
                : DnsAnswer.NoSuchName;
        }
    }

    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsIgnored(string name)
    {
        lock (_data)
        {
            return _ignored.Contains(Key(name));
        }
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
