namespace MsLite.Mail.Dns;

/// <summary>What became of a question to DNS. A failure is a value: nothing a name server does throws.</summary>
public enum DnsStatus
{
    /// <summary>There is at least one record of the type asked for.</summary>
    Found,

    /// <summary>The name exists, without a record of this type (RFC 2308 §2.2).</summary>
    NoData,

    /// <summary>The name does not exist (RCODE 3), or could not exist: a label over 63 octets, a name over 253, an empty label.</summary>
    NoSuchName,

    /// <summary>No server gave a usable answer in time: SERVFAIL, REFUSED, silence, nonsense. Nothing is known.</summary>
    TemporaryFailure,
}
