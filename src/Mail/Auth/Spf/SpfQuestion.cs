using System.Net;

namespace MsLite.Mail.Auth.Spf;

/// <summary>The arguments of check_host() (RFC 7208 §4.1), and what macros need besides.</summary>
/// <param name="Client">The client's address; IPv4-mapped addresses count as IPv4.</param>
/// <param name="Domain">The domain asked about.</param>
/// <param name="Sender">MAIL FROM, or <c>postmaster@</c> and the HELO name.</param>
/// <param name="Helo">The HELO name, for the macro <c>%{h}</c>.</param>
public sealed record SpfQuestion(IPAddress Client, string Domain, string Sender, string Helo)
{
    /// <summary>The host that asks, for the macro <c>%{r}</c> in explanations.</summary>
    public string Receiver { get; init; } = "unknown";

    /// <summary>
    /// The question for an envelope. RFC 7208 §2.4: with a null return path, and when MAIL FROM has no domain, the HELO name is asked about.
    /// </summary>
    public static SpfQuestion For(IPAddress client, EmailAddress? returnPath, string helo, string receiver = "unknown")
    {
        // RFC 7208 §4.3: without a local part it is "postmaster".
        var domain = returnPath is null || returnPath.DomainKey.Length == 0 ? helo : returnPath.DomainKey;
        var local = returnPath is null || returnPath.LocalPart.Length == 0 ? "postmaster" : returnPath.LocalPart;
        return new(client, domain, $"{local}@{domain}", helo) { Receiver = receiver };
    }
}
