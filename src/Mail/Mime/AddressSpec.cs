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
            var isSpace = scan.IsOutside(c) && c is ' ' or '\t';
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

    private static bool IsLocalPart(string local)
    {
        if (local.Length > 1 && local[0] == '"' && local[^1] == '"')
        {
            return true;
        }

        return local.Length > 0 && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
            && local.All(c => c == '.' || EmailAddress.IsAtext(c));
    }

    private static bool IsDomain(string domain)
    {
        if (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']')
        {
            return true;
        }

        return domain.Length is > 0 and <= 255 && domain[0] is not ('.' or '-') && domain[^1] != '.'
            && !domain.Contains("..", StringComparison.Ordinal) && domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' || c > '\x9f');
    }

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
