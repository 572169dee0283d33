namespace MsLite.Mail.Auth;

/// <summary>
/// The "tag=value; …" lists of DKIM-Signature, ARC fields and their key records (RFC 6376 §3.2). Values keep their inner white space.
/// </summary>
internal sealed class TagList
{
    // The registry knows about 20 tags; a list of more than this is no signature.
    private const int MaxTags = 64;

    private readonly List<(string Name, string Value)> _tags;

    private TagList(List<(string, string)> tags) => _tags = tags;

    /// <summary>The name of the first tag; empty in an empty list.</summary>
    public string First => _tags.Count == 0 ? "" : _tags[0].Name;

    /// <summary>The value of a tag, without white space around it; null if the tag is absent. Names are case-sensitive (§3.2).</summary>
    public string? this[string name] => _tags.Find(tag => tag.Name == name).Value;

    /// <summary>The value with all white space removed, as base64 and colon-separated lists want it.</summary>
    public string? Compact(string name) => this[name] is { } value ? WithoutSpace(value) : null;

    /// <summary>Reads a list; null if it is malformed or a tag occurs twice (§3.2: then the whole list is invalid).</summary>
    /// <param name="text">The list.</param>
    /// <param name="lenient">Take empty tag-specs between others too: common in key records, where they harm nobody.</param>
    public static TagList? Parse(string text, bool lenient = false)
    {
        var tags = new List<(string Name, string Value)>();
        var specs = text.Split(';', MaxTags + 1);
        for (var i = 0; i < specs.Length; i++)
        {
            var trimmed = specs[i].Trim(' ', '\t', '\r', '\n');
            if (trimmed.Length == 0 && (lenient || i == specs.Length - 1))
            {
                continue;
            }

            var equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : trimmed[..equals].TrimEnd(' ', '\t', '\r', '\n');
            var value = trimmed[(equals + 1)..].TrimStart(' ', '\t', '\r', '\n');
            if (tags.Count == MaxTags || !IsName(name) || !IsValue(value) || tags.Exists(tag => tag.Name == name))
            {
                return null;
            }

            tags.Add((name, value));
        }

        return new TagList(tags);
    }

    public static string WithoutSpace(string value) =>
        value.AsSpan().ContainsAny(" \t\r\n") ? string.Concat(value.Where(c => c is not (' ' or '\t' or '\r' or '\n'))) : value;

    // RFC 6376 §3.2: tag-name = ALPHA *ALNUMPUNC
    private static bool IsName(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]);
    }

    // RFC 6376 §3.2: printable ASCII and white space; RFC 8616 §4 adds what is beyond ASCII.
    private static bool IsValue(string value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' and not ('\t' or '\r' or '\n') or '\x7f')
            {
                return false;
            }
        }

        return true;
    }
}
