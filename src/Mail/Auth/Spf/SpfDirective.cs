using System.Net;

namespace MsLite.Mail.Auth.Spf;

/// <summary>The mechanisms of RFC 7208 §5.</summary>
internal enum SpfMechanism
{
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
}

/// <summary>One directive: if the mechanism matches the client, <paramref name="Result"/> is the result.</summary>
/// <param name="Text">As it stands in the record, for the trace.</param>
/// <param name="DomainSpec">Unexpanded; empty means the domain being asked about.</param>
internal sealed record SpfDirective(AuthResult Result, SpfMechanism Mechanism, string Text, string DomainSpec = "")
{
    /// <summary>The address of ip4 and ip6.</summary>
    public IPAddress Network { get; init; } = IPAddress.None;

    /// <summary>Bits compared when the client speaks IPv4.</summary>
    public int Prefix4 { get; init; } = 32;

    /// <summary>Bits compared when the client speaks IPv6.</summary>
    public int Prefix6 { get; init; } = 128;
}
