using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>The answer to one question. <see cref="Records"/> is empty unless the status is <see cref="DnsStatus.Found"/>.</summary>
public sealed record DnsAnswer(DnsStatus Status, IReadOnlyList<DnsRecord> Records)
{
    public static readonly DnsAnswer NoData = new(DnsStatus.NoData, []);
    public static readonly DnsAnswer NoSuchName = new(DnsStatus.NoSuchName, []);
    public static readonly DnsAnswer TemporaryFailure = new(DnsStatus.TemporaryFailure, []);

    public static DnsAnswer Found(params IReadOnlyList<DnsRecord> records) => new(DnsStatus.Found, records);

    public bool IsFound => Status == DnsStatus.Found;

    /// <summary>The name or the type is not there: what RFC 7208 §4.6.4 calls a void look-up.</summary>
    public bool IsVoid => Status is DnsStatus.NoData or DnsStatus.NoSuchName;

    /// <summary>The answer's A or AAAA records, in the server's order.</summary>
    public IEnumerable<IPAddress> Addresses => Records.OfType<AddressRecord>().Select(record => record.Address);

    /// <summary>The names of a PTR (or CNAME) answer.</summary>
    public IEnumerable<string> Names => Records.OfType<NameRecord>().Select(record => record.Name);

    /// <summary>The MX records, the most preferred first.</summary>
    public IEnumerable<MxRecord> Exchangers => Records.OfType<MxRecord>().OrderBy(record => record.Preference);

    /// <summary>The TXT records, each joined from its strings.</summary>
    public IEnumerable<string> Texts => Records.OfType<TextRecord>().Select(record => record.Text);
}
