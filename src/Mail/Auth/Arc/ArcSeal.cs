using System.Text;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Arc;

/// <summary>An ARC-Seal field taken apart (RFC 8617 §4.1.3).</summary>
/// <param name="ChainStatus">cv=: what the sealer found of the chain before it; lower case.</param>
internal sealed record ArcSeal(SignatureAlgorithm Algorithm, string Domain, string Selector, byte[] Signature, string ChainStatus)
{
    public string KeyName => $"{Selector}._domainkey.{Domain}";

    /// <summary>The seal, or null if the field is none.</summary>
    public static ArcSeal? Parse(HeaderField field)
    {
        // RFC 8617 §4.1.3: a seal signs a fixed set of fields; one with h= is invalid.
        var tags = TagList.Parse(Encoding.UTF8.GetString(field.RawValue.Span));
        if (tags is null || tags["h"] is not null || SignatureAlgorithmName.Parse(tags["a"]) is not { } algorithm)
        {
            return null;
        }

        var (domain, selector) = (DomainName.ToKey(tags["d"] ?? ""), DomainName.ToKey(tags["s"] ?? ""));
        var encoded = tags.Compact("b") ?? "";
        var signature = new byte[(encoded.Length * 3 / 4) + 3];
        if (!DnsName.IsUsable(domain) || !DnsName.IsUsable(selector) || !Convert.TryFromBase64String(encoded, signature, out var length) || length == 0)
        {
            return null;
        }

        return new ArcSeal(algorithm, domain, selector, signature[..length], (tags["cv"] ?? "").ToLowerInvariant());
    }
}
