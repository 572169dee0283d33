using System.Buffers;
using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Reads the addresses out of a From, To, Cc … field (RFC 5322 §3.4, §4.4). Never fails, and says where readers may disagree.</summary>
public sealed class AddressListParser
{
    /// <summary>Far above any real list; bounds the objects one header can make us create.</summary>
    private const int MaxMailboxes = 10_000;

    private static readonly SearchValues<char> s_specials = SearchValues.Create("\",;:<>@()");

    private readonly string _text;
    private readonly AddressElement _element = new();
    private readonly List<Mailbox> _mailboxes = [];
    private string? _group;
    private bool _isAmbiguous;
    private int _at;

    private AddressListParser(string text) => _text = text;

    /// <summary>Takes <see cref="HeaderField.Value"/>, not the decoded value: an encoded word may hold commas and angle brackets.</summary>
    public static AddressList Parse(string text)
    {
        var parser = new AddressListParser(text);
        parser.Run();
        return new AddressList(parser._mailboxes, parser._isAmbiguous || parser._element.IsAmbiguous);
    }

    /// <summary>The mailboxes of every field of this name together; several fields where one may stand are ambiguous.</summary>
    public static AddressList Parse(HeaderList headers, string name)
    {
        var first = headers.IndexOf(name);
        var second = first < 0 ? -1 : headers.IndexOf(name, first + 1);
        if (second < 0)
        {
            return first < 0 ? AddressList.Empty : Parse(headers[first].Value);
        }

        var mailboxes = new List<Mailbox>();
        foreach (var field in headers.All(name).TakeWhile(_ => mailboxes.Count < MaxMailboxes))
        {
            mailboxes.AddRange(Parse(field.Value).Mailboxes);
        }

        return new AddressList(mailboxes, IsAmbiguous: true);
    }

    private void Run()
    {
        while (_at < _text.Length && _mailboxes.Count < MaxMailboxes)
        {
            Step();
        }

        _isAmbiguous |= _at < _text.Length;
        EndElement();
    }

    private void Step()
    {
        var c = _text[_at];
        switch (c)
        {
            case '"':
                Quoted();
                break;
            case '(':
                _element.AddComment(AddressComment.Read(_text, ref _at, ref _isAmbiguous));
                break;
            case '<':
                Angle();
                break;
            case '[' when _element.EndsWithAt:
                DomainLiteral();
                break;
            case '=' when EncodedWord.LengthAt(_text, _at) is var length and > 0:
                Word(length);
                break;
            case ',' or ';':
                _at++;
                EndElement();
                _group = c == ';' ? null : _group;
                break;
            case ':' when _group is null && !_element.HasAddress:
                _at++;
                _group = _element.TakeGroupName();
                break;
            default:
                _at++;
                _element.AddText(c);
                break;
        }
    }

    private void Quoted()
    {
        var start = _at;
        var content = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            content.Append(_text[_at]);
        }

        _isAmbiguous |= _at >= _text.Length;
        _at = Math.Min(_at + 1, _text.Length);
        _element.AddQuoted(content.ToString(), _text[start.._at]);
    }

    /// <summary>An encoded word is one atom, whatever stands in it; but a strict reader sees the comma (RFC 2047 §5 (3) forbids it).</summary>
    private void Word(int length)
    {
        var word = _text.Substring(_at, length);
        _isAmbiguous |= word.AsSpan().ContainsAny(s_specials);
        _at += length;
        _element.AddWord(word);
    }

    private void DomainLiteral()
    {
        var end = _text.IndexOf(']', _at);
        _isAmbiguous |= end < 0;
        end = end < 0 ? _text.Length : end + 1;
        _element.AddLiteral(_text[_at..end]);
        _at = end;
    }

    // angle-addr = [CFWS] "<" [obs-route] addr-spec ">" [CFWS]        RFC 5322 §3.4, §4.4
    private void Angle()
    {
        var content = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '>';)
        {
            var c = _text[_at];
            var isRoute = content.Length > 0 && content[0] == '@';
            if (c == '<' || (c is ',' or ';' && !isRoute))
            {
                break;
            }

            if (c == '(')
            {
                AddressComment.Read(_text, ref _at, ref _isAmbiguous);
            }
            else if (c == '"')
            {
                CopyQuoted(content);
            }
            else
            {
                content.Append(c);
                _at++;
            }
        }

        var isClosed = _at < _text.Length && _text[_at] == '>';
        _isAmbiguous |= !isClosed;
        _at += isClosed ? 1 : 0;
        _element.AddAngle(content.ToString());
    }

    private void CopyQuoted(StringBuilder content)
    {
        do
        {
            content.Append(_text[_at]);
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                content.Append(_text[++_at]);
            }

            _at++;
        }
        while (_at < _text.Length && _text[_at] != '"');

        if (_at < _text.Length)
        {
            content.Append(_text[_at++]);
        }
        else
        {
            _isAmbiguous = true;
        }
    }

    private void EndElement() => _element.End(_mailboxes, _group);
}
