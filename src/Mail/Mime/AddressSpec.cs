using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Takes one address, as it stands between the angle brackets, apart (RFC 5322 §3.4.1).</summary>
internal static class AddressSpec
{
    public static Mailbox ToMailbox(string displayName, string text, string? group)
    {
        var address = WithoutRoute(Compact(text));
        var at = LastAt(address);
        var local = at < 0 ? address : address[..at];
        var domain = at < 0 ? "" : address[(at + 1)..];
        return new Mailbox(displayName, Unquote(local), domain, address, group) { IsValid = IsLocalPart(local) && IsDomain(domain) };
    }

    /// <summary>Words parted by white space outside quotes, where white space around "." and "@" parts nothing.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var compact = Compact(text);
        var start = 0;
        var scan = new QuoteScan();
        for (var i = 0; i <= compact.Length; i++)
        {
            if (i == compact.Length || (scan.IsOutside(compact[i]) && compact[i] == ' '))
            {
                if (i > start)
                {
                    words.Add(compact[start..i]);
                }

                start = i + 1;
            }
        }

        return words;
    }

    public static bool HasAt(string word) => LastAt(word) >= 0;

    public static string Unquote(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                continue;
            }

            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            result.Append(text[i]);
        }

        return result.ToString();
    }

    /// <summary>White space next to "." and "@" and at the ends goes (RFC 5322 §4.4 allows it there); other white space stays, once.</summary>
    private static string Compact(string text)
    {
        var result = new StringBuilder(text.Length);
        var scan = new QuoteScan();
        foreach (var c in text)
        {
            var isSpace = scan.IsOutside(c) && c is ' ' or '\t' or '\r' or '\n';
            if (isSpace && (result.Length == 0 || result[^1] is ' ' or '.' or '@'))
            {
                continue;
            }

            if (scan.IsOutsideNow && c is '.' or '@' && result.Length > 0 && result[^1] == ' ')
            {
                result.Length--;
            }

            result.Append(isSpace ? ' ' : c);
        }

        return result.ToString().TrimEnd(' ');
    }

    // RFC 5322 §4.4: obs-route = "@" domain *("," "@" domain) ":", to be ignored.
    private static string WithoutRoute(string address)
    {
        var colon = address.StartsWith('@') ? address.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? address : address[(colon + 1)..];
    }

    private static int LastAt(string text)
    {
        var last = -1;
        var scan = new QuoteScan();
        for (var i = 0; i < text.Length; i++)
        {
            if (scan.IsOutside(text[i]) && text[i] == '@')
            {
                last = i;
            }
        }

        return last;
    }

    // RFC 5322 §4.4: obs-local-part = word *("." word), a word being an atom or a quoted string.
    private static bool IsLocalPart(string local)
    {
        var at = 0;
        while (true)
        {
            var start = at;
            at += at < local.Length && local[at] == '"' ? QuotedLength(local.AsSpan(at)) : AtomLength(local.AsSpan(at));
            if (at == start)
            {
                return false;
            }

            if (at == local.Length)
            {
                return true;
            }

            if (local[at++] != '.')
            {
                return false;
            }
        }
    }

    private static int AtomLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && EmailAddress.IsAtext(text[length]))
        {
            length++;
        }

        return length;
    }

    private static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return 0;
    }

    private static bool IsDomain(string domain)
    {
        if (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']')
        {
            return domain.AsSpan(1, domain.Length - 2).IndexOfAny('[', ']', '\\') < 0;
        }

        return domain.Length is > 0 and <= 255 && Array.TrueForAll(domain.Split('.'), IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || c > '\x9f');

    /// <summary>Follows quotes and backslashes along a text.</summary>
    private struct QuoteScan
    {
        private bool _isQuoted;
        private bool _isEscaped;

        /// <summary>Whether the character last asked about stood outside quotes.</summary>
        public bool IsOutsideNow { get; private set; }

        public bool IsOutside(char c)
        {
            var isQuote = c == '"' && !_isEscaped;
            IsOutsideNow = !_isQuoted && !isQuote;
            _isEscaped = _isQuoted && c == '\\' && !_isEscaped;
            _isQuoted ^= isQuote;
            return IsOutsideNow;
        }
    }
}
