using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>One record of an answer, already of the type that was asked for.</summary>
public abstract record DnsRecord
{
    private protected DnsRecord()
    {
    }
}

/// <summary>An A or AAAA record.</summary>
public sealed record AddressRecord(IPAddress Address) : DnsRecord
{
    public override string ToString() => Address.ToString();
}

/// <summary>A PTR or CNAME record: the name it points to, lower case, without the final dot.</summary>
public sealed record NameRecord(string Name) : DnsRecord
{
    public override string ToString() => Name;
}

/// <summary>An MX record. <paramref name="Exchange"/> is lower case, without the final dot; empty is RFC 7505's "no mail here".</summary>
public sealed record MxRecord(int Preference, string Exchange) : DnsRecord
{
    public override string ToString() => $"{Preference} {Exchange}";
}

/// <summary>A TXT record: its strings joined without a space (RFC 7208 §3.3, RFC 6376 §3.6.2.2), each octet one char (Latin-1).</summary>
public sealed record TextRecord(string Text) : DnsRecord
{
    public override string ToString() => Text;
}
