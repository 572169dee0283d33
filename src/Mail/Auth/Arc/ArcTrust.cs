namespace MsLite.Mail.Auth.Arc;

/// <summary>Whether the word of trusted forwarders outweighs a DMARC failure that their forwarding caused (RFC 8617 §7.2.1).</summary>
public static class ArcTrust
{
    /// <summary>
    /// The trusted hop that saw DMARC pass for this author; null if none did. A mailing list changes the message, so its signature
    /// breaks; what counts is what the first trusted handler saw before.
    /// </summary>
    /// <param name="arc">The chain.</param>
    /// <param name="trusted">Domains of sealers, lower case, A-labels.</param>
    /// <param name="authorDomain">The From domain now; the hop must have spoken of the same.</param>
    public static ArcHop? Vouches(ArcResult arc, IReadOnlySet<string> trusted, string authorDomain)
    {
        var hop = arc.OldestTrusted(trusted);
        var passed = hop is not null && AuthenticationResults.Parse(hop.Results).Results.Any(result =>
            result.Method == "dmarc" && result.Result == "pass" && DomainName.ToKey(result["header.from"] ?? "") == authorDomain);
        return passed ? hop : null;
    }
}
