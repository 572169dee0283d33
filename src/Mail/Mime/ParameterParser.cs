using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Takes <c>value; name=value; name="value"</c> (RFC 2045 §5.1) apart, forgiving what real mail does to it.</summary>
internal ref struct ParameterParser
{
    private const int MaxParameters = 1000;
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private ParameterParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The leading value, without comments and white space, and the parameters behind it.</summary>
    public static (string Value, MimeParameters Parameters) Parse(ReadOnlySpan<char> text)
    {
        var parser = new ParameterParser(text);
        var value = parser.LeadingValue();
        var parameters = new MimeParameters();
        for (var count = 0; count < MaxParameters && parser.TryNext(out var name, out var content); count++)
        {
            if (content is not null)
            {
                parameters.Add(name, content);
            }
        }

        return (value, parameters);
    }

    private string LeadingValue()
    {
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != ';' && !IsParameterAhead(value))
        {
            if (!SkipComment())
            {
                value.Append(_text[_at++]);
            }
        }

        return value.ToString().Trim();
    }

    /// <summary>Whether the semicolon behind the value was forgotten: white space, then <c>name=</c>.</summary>
    private readonly bool IsParameterAhead(StringBuilder value)
    {
        // Asked once for each run of white space, so that the look ahead stays linear.
        if (value.Length == 0 || _text[_at] is not (' ' or '\t') || value[^1] is ' ' or '\t')
        {
            return false;
        }

        var rest = _text[_at..].TrimStart(" \t");
        var end = rest.IndexOfAny("=; \t");
        return end > 0 && rest[end] == '=';
    }

    private bool TryNext(out string name, out string? content)
    {
        SkipSeparators();
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('=' or ';' or ' ' or '\t' or '('))
        {
            _at++;
        }

        name = _text[start.._at].ToString();
        SkipWhiteSpace();
        content = null;
        if (_at < _text.Length && _text[_at] == '=')
        {
            _at++;
            SkipWhiteSpace();
            content = Content();
        }

        return _at < _text.Length || name.Length > 0;
    }

    private string Content() => _at < _text.Length && _text[_at] == '"' ? Quoted() : Token();

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            value.Append(_text[_at]);
        }

        _at = Math.Min(_at + 1, _text.Length);
        return value.ToString();
    }

    /// <summary>An unquoted value up to the semicolon. White space ends it only where another parameter seems to follow.</summary>
    private string Token()
    {
        var rest = _text[_at..];
        var end = rest.IndexOf(';');
        rest = end < 0 ? rest : rest[..end];
        var space = rest.IndexOfAny(' ', '\t');
        if (space >= 0 && (rest[space..].Contains('=') || rest[space..].TrimStart(" \t").StartsWith("(")))
        {
            rest = rest[..space];
        }

        _at += rest.Length;
        return rest.TrimEnd(" \t").ToString();
    }

    private void SkipSeparators()
    {
        while (_at < _text.Length && (_text[_at] is ';' or ' ' or '\t' || SkipComment()))
        {
            _at += _at < _text.Length && _text[_at] is ';' or ' ' or '\t' ? 1 : 0;
        }
    }

    private void SkipWhiteSpace()
    {
        while (_at < _text.Length && (_text[_at] is ' ' or '\t' || SkipComment()))
        {
            _at += _at < _text.Length && _text[_at] is ' ' or '\t' ? 1 : 0;
        }
    }

    private bool SkipComment()
    {
        if (_at >= _text.Length || _text[_at] != '(')
        {
            return false;
        }

        var depth = 0;
        for (; _at < _text.Length; _at++)
        {
            depth += _text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
            _at += _text[_at] == '\\' ? 1 : 0;
            if (depth == 0)
            {
                _at++;
                break;
            }
        }

        _at = Math.Min(_at, _text.Length);
        return true;
    }
}
