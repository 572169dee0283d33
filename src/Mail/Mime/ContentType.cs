using System.Buffers;

namespace MsLite.Mail.Mime;

/// <summary>What a part is (RFC 2045 §5): type, subtype and parameters.</summary>
public sealed class ContentType
{
    private static readonly SearchValues<char> s_tspecials = SearchValues.Create("()<>@,;:\\\"/[]?=");

    private ContentType(string type, string subtype, MimeParameters parameters, bool isMalformed)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
        IsMalformed = isMalformed;
    }

    /// <summary>RFC 2045 §5.2: what a part without the field is.</summary>
    public static ContentType Default { get; } = new("text", "plain", new MimeParameters(), isMalformed: false);

    /// <summary>RFC 2046 §5.1.5: what a part of a multipart/digest without the field is.</summary>
    internal static ContentType DigestDefault { get; } = new("message", "rfc822", new MimeParameters(), isMalformed: false);

    /// <summary>In lower case.</summary>
    public string Type { get; }

    /// <summary>In lower case.</summary>
    public string Subtype { get; }

    /// <summary>Type and subtype, <c>text/plain</c>.</summary>
    public string MediaType => $"{Type}/{Subtype}";

    public MimeParameters Parameters { get; }

    /// <summary>Whether the field named no valid type, so that the default stands in for it.</summary>
    public bool IsMalformed { get; }

    public bool IsText => Type == "text";

    public bool IsMultipart => Type == "multipart";

    /// <summary>A whole message inside this one.</summary>
    public bool IsMessage => Type == "message" && Subtype is "rfc822" or "global" or "news";

    public string? Charset => Parameters["charset"];

    /// <summary>One character per byte.</summary>
    public string? Boundary => Parameters.Raw("boundary");

    /// <summary>A file name in the old place; text for display only.</summary>
    public string? Name => Parameters["name"];

    /// <summary>Cannot fail: what is no type is text/plain (RFC 2045 §5.2), or application/octet-stream where the type alone is unreadable.</summary>
    public static ContentType Parse(string text)
    {
        var (value, parameters) = ParameterParser.Parse(text);
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var type = (slash < 0 ? value : value[..slash]).Trim().ToLowerInvariant();
        var subtype = slash < 0 ? "" : Token(value[(slash + 1)..]);
        if (IsToken(type) && IsToken(subtype))
        {
            return new ContentType(type, subtype, parameters, isMalformed: false);
        }

        // "text" alone occurs in old mail; "multipart" alone still has a boundary to look for.
        return type is "multipart"
            ? new ContentType("multipart", "mixed", parameters, isMalformed: true)
            : new ContentType("text", "plain", parameters, isMalformed: true);
    }

    public override string ToString() => MediaType;

    private static string Token(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.AsSpan().IndexOfAny(" \t,");
        return (end < 0 ? trimmed : trimmed[..end]).ToLowerInvariant();
    }

    // RFC 2045 §5.1: token = printable ASCII but the tspecials.
    private static bool IsToken(string text) =>
        text.Length is > 0 and <= 127 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny(s_tspecials);
}
