using System.Buffers;
using System.Globalization;
using System.Text;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Dkim;

/// <summary>Header field in, signature or the reason why it is none out (RFC 6376 §3.5, §6.1.1).</summary>
internal static class DkimSignatureParser
{
    // Real signatures name some forty. Each name is looked for in the whole header.
    private const int MaxSignedFields = 200;

    // The year 9999; what is later is never.
    private const long MaxTime = 253402300799;

    // RFC 6376 §3.5
    private static readonly string[] s_required = ["a", "b", "bh", "d", "h", "s"];
    private static readonly SearchValues<char> s_notInDomain = SearchValues.Create(" \t\r\n@/");

    public static ParsedSignature Parse(HeaderField field)
    {
        var tags = TagList.Parse(Encoding.UTF8.GetString(field.RawValue.Span));
        if (tags is null)
        {
            return new(null, SignatureFault.Unreadable("syntax error in the signature"), null);
        }

        // RFC 6376 §6.1.1: v=1 is required. Drafts before the standard had none, or 0.5; such a signature cannot pass, but is shown.
        var version = tags["v"];
        if (version is not (null or "1" or "0.5"))
        {
            return new(null, SignatureFault.Unreadable("incompatible version"), tags);
        }

        if (Parse(field, tags) is not { } signature)
        {
            return new(null, SignatureFault.Unreadable(Missing(tags)), tags);
        }

        signature = signature with { IsDraft = version != "1", Identity = tags["i"] is { } identity ? Identity(identity) : signature.Identity };
        return Rules(signature, tags) is { } broken ? new(null, SignatureFault.Unreadable(broken), tags) : new(signature, null, tags);
    }

    /// <summary>The tags that DKIM and ARC share; null if a required one is missing or malformed.</summary>
    /// <param name="field">The field that holds them.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="defaultForm">The canonical form without c=; RFC 6376 §3.5 says simple.</param>
    public static DkimSignature? Parse(HeaderField field, TagList tags, string defaultForm = "simple/simple")
    {
        var encoded = tags.Compact("b") ?? "";
        var algorithm = SignatureAlgorithmName.Parse(tags["a"]);
        var domain = DomainName.ToKey(tags["d"] ?? "");
        var signed = tags.Compact("h")?.Split(':') ?? [];
        if (algorithm is not { } known || !TryBase64(encoded, out var signature) || !TryBase64(tags.Compact("bh") ?? "", out var bodyHash)
            || !IsDomain(domain) || !IsDomain(tags["s"] ?? "") || signed.Length is 0 or > MaxSignedFields || Array.Exists(signed, name => !IsFieldName(name))
            || !TryCanonicalization(tags["c"] ?? defaultForm, out var relaxedHeader, out var relaxedBody) || !TryNumber(tags["l"], out var limit) || !TryNumber(tags["x"], out var expires)
            || !TryNumber(tags["t"], out _))
        {
            return null;
        }

        return new DkimSignature
        {
            Field = field,
            Algorithm = known,
            Domain = domain,
            Selector = DomainName.ToKey(tags["s"]!),
            Identity = "@" + domain,
            SignedFields = signed,
            RelaxedHeader = relaxedHeader,
            Body = new BodyHashRequest(relaxedBody, limit, known.Hash()),
            BodyHash = bodyHash,
            Signature = signature,
            SignatureStart = encoded[..Math.Min(8, encoded.Length)],
            Expires = expires is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, MaxTime)) : null,
        };
    }

    private static string? Rules(DkimSignature signature, TagList tags)
    {
        // RFC 6376 §5.4: the From field must be signed.
        if (!signature.SignedFields.Contains("from", StringComparer.OrdinalIgnoreCase))
        {
            return "the From field is not signed";
        }

        // RFC 6376 §3.5: i= is at d= or below it.
        var at = signature.Identity.LastIndexOf('@');
        var identity = at < 0 ? "" : signature.Identity[(at + 1)..];
        if (identity != signature.Domain && !DnsName.IsBelow(identity, signature.Domain))
        {
            return "the domain of i= is not at or below that of d=";
        }

        // RFC 6376 §3.5: q= is a list of query methods; dns/txt is the only one there is.
        if (tags.Compact("q") is { } methods && !methods.Split(':').Contains("dns/txt", StringComparer.OrdinalIgnoreCase) && !methods.Split(':').Contains("dns"))
        {
            return "no query method that we know";
        }

        return TryNumber(tags["t"], out var signed) && signed > signature.Expires?.ToUnixTimeSeconds() ? "it expires before it was made" : null;
    }

    private static string Missing(TagList tags)
    {
        var missing = Array.Find(s_required, name => string.IsNullOrEmpty(tags[name]));
        return missing is not null ? $"required tag {missing}= is missing"
            : SignatureAlgorithmName.Parse(tags["a"]) is null ? "unknown algorithm"
            : "a tag's value is malformed";
    }

    // RFC 6376 §2.11, §3.5: i= is in the quoted-printable of DKIM: "=" and two upper-case hexadecimal digits.
    private static string Identity(string value)
    {
        var text = TagList.WithoutSpace(value);
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                decoded.Append((char)octet);
                i += 2;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        var identity = decoded.ToString();
        var at = identity.LastIndexOf('@');
        return at < 0 ? identity : identity[..(at + 1)] + DomainName.ToKey(identity[(at + 1)..]);
    }

    // RFC 6376 §3.5: without a second word the body's form is simple.
    private static bool TryCanonicalization(string text, out bool header, out bool body)
    {
        var words = text.Split('/');
        header = words[0] == "relaxed";
        body = words.Length > 1 && words[1] == "relaxed";
        return words.Length <= 2 && Array.TrueForAll(words, word => word is "simple" or "relaxed");
    }

    // RFC 6376 §3.5: l=, t= and x= are unsigned decimal numbers; up to 76 digits for l=. Larger than any message is all the same.
    private static bool TryNumber(string? text, out long? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        if (text.Length is 0 or > 76 || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        number = long.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue;
        return true;
    }

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = [];
        var buffer = new byte[(text.Length * 3 / 4) + 3];
        // A signature of a 4096-bit key has 684 chars; nothing we take is longer.
        if (text.Length is 0 or > 2048 || !Convert.TryFromBase64String(text, buffer, out var length) || length == 0)
        {
            return false;
        }

        bytes = buffer[..length];
        return true;
    }

    private static bool IsDomain(string name) => DnsName.IsUsable(DomainName.ToKey(name)) && !name.AsSpan().ContainsAny(s_notInDomain);

    // An empty name is a field that is not there; ARC's suite wants it taken.
    private static bool IsFieldName(string name) => !name.AsSpan().ContainsAnyExceptInRange('!', '~');
}
