using System.Text;

namespace MsLite.Mail.Auth;

/// <summary>Reads the lexical tokens of RFC 5322 §3.2 and RFC 2045 §5.1 from a field's value, left to right, never back.</summary>
internal ref struct FieldScanner(string text)
{
    // Comments nest (RFC 5322 §3.2.2); deeper than this is an attack on recursive readers, not mail.
    private const int MaxCommentDepth = 16;

    private readonly string _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    /// <summary>The next char; NUL at the end.</summary>
    public readonly char Peek => AtEnd ? '\0' : _text[_at];

    public readonly int Position => _at;

    /// <summary>Goes past white space, folds and comments. False when a comment does not end.</summary>
    public bool SkipCfws() => SkipCfws(out _);

    /// <inheritdoc cref="SkipCfws()"/>
    public bool SkipCfws(out string comment)
    {
        comment = "";
        while (!AtEnd)
        {
            if (Peek is ' ' or '\t' or '\r' or '\n')
            {
                _at++;
            }
            else if (Peek != '(')
            {
                return true;
            }
            else if (!TryReadComment(out comment))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes <paramref name="expected"/> if it is next.</summary>
    public bool Take(char expected)
    {
        if (AtEnd || Peek != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>RFC 2045 §5.1 value: a token, or a quoted string without its quotes. Never empty as a token.</summary>
    public bool TryReadValue(out string value) => Peek == '"' ? TryReadQuoted(out value) : TryReadToken("", out value);

    /// <summary>RFC 2045 §5.1 token, with the chars of <paramref name="also"/> allowed besides.</summary>
    public bool TryReadToken(string also, out string token)
    {
        var start = _at;
        while (!AtEnd && (IsTokenChar(Peek) || also.Contains(Peek, StringComparison.Ordinal)))
        {
            _at++;
        }

        token = _text[start.._at];
        return token.Length > 0;
    }

    /// <summary>Goes to the next <paramref name="end"/> outside quotes and comments, or to the end.</summary>
    public void SkipTo(char end)
    {
        while (!AtEnd && Peek != end)
        {
            var before = _at;
            var whole = Peek switch
            {
                '"' => TryReadQuoted(out _),
                '(' => TryReadComment(out _),
                _ => false,
            };
            if (!whole && _at == before)
            {
                _at++;
            }
        }
    }

    private bool TryReadQuoted(out string value)
    {
        var unquoted = new StringBuilder();
        value = "";
        for (_at++; !AtEnd; _at++)
        {
            switch (Peek)
            {
                case '"':
                    _at++;
                    value = unquoted.ToString();
                    return true;
                case '\\' when _at + 1 < _text.Length:
                    unquoted.Append(_text[++_at]);
                    break;
                case '\r' or '\n':
                    break;
                default:
                    unquoted.Append(Peek);
                    break;
            }
        }

        return false;
    }

    private bool TryReadComment(out string comment)
    {
        var start = _at + 1;
        comment = "";
        for (var depth = 0; !AtEnd; _at++)
        {
            depth += Peek switch { '(' => 1, ')' => -1, _ => 0 };
            if (Peek == '\\')
            {
                _at++;
            }
            else if (depth == 0)
            {
                comment = _text[start.._at++];
                return true;
            }
            else if (depth > MaxCommentDepth)
            {
                _at = _text.Length;
            }
        }

        _at = Math.Min(_at, _text.Length);
        return false;
    }

    private static bool IsTokenChar(char c) => c > ' ' && c != '\x7f' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
