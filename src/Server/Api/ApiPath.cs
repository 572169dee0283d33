using System.Text;

namespace MsLite.Web.Api;

/// <summary>
/// The names in a request's target, decoded once and as strictly as can be: the server has already folded dot segments away and
/// left %2F alone, and a name that means two things to two readers is how one gets out of a tree.
/// </summary>
internal static class ApiPath
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="target">As on the request line, with or without a query.</param>
    /// <param name="names">Between the slashes; a slash at the end adds none.</param>
    public static bool TryParse(string target, out IReadOnlyList<string> names, out string fault)
    {
        names = [];
        fault = "";
        var query = target.IndexOfAny(['?', '#']);
        var path = query < 0 ? target : target[..query];
        if (Uri.TryCreate(path, UriKind.Absolute, out var uri) && !path.StartsWith('/'))
        {
            // RFC 9112 §3.2.2: the whole address may stand there.
            path = path[path.IndexOf('/', path.IndexOf("//", StringComparison.Ordinal) + 2)..];
        }

        var found = new List<string>();
        foreach (var segment in path.TrimStart('/').Split('/'))
        {
            if (!TryDecode(segment, out var name))
            {
                fault = $"The path holds \"{segment}\", whose percent-encoding is not that of UTF-8.";
                return false;
            }

            found.Add(name);
        }

        if (found.Count > 1 && found[^1].Length == 0)
        {
            found.RemoveAt(found.Count - 1);
        }

        fault = found.Select(NameFault).FirstOrDefault(wrong => wrong is not null) ?? "";
        names = found;
        return fault.Length == 0;
    }

    private static string? NameFault(string name) =>
        name.Length == 0 ? "The path holds an empty name: two slashes follow each other."
        : name is "." or ".." ? "The path holds a dot segment. Write the address without it."
        : name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 ? "A name in the path holds a slash, a backslash or NUL, which no name here does."
        : IsEncodedTwice(name) ? $"The path holds \"{name}\" after decoding, which is encoded once more. Encode it once."
        : null;

    private static bool IsEncodedTwice(string name)
    {
        for (var i = name.IndexOf('%', StringComparison.Ordinal); i >= 0 && i + 2 < name.Length; i = name.IndexOf('%', i + 1))
        {
            if (char.IsAsciiHexDigit(name[i + 1]) && char.IsAsciiHexDigit(name[i + 2]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryDecode(string segment, out string name)
    {
        name = segment;
        if (!segment.Contains('%', StringComparison.Ordinal) && Ascii.IsValid(segment))
        {
            return true;
        }

        var bytes = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                // The server hands on what is not ASCII one character for each byte.
                bytes.Add((byte)segment[i]);
                if (segment[i] > 0xFF)
                {
                    return false;
                }
            }
            else if (i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2]))
            {
                bytes.Add(Convert.FromHexString(segment.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            name = s_strict.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
