using System.Text;
using MsLite.Mail;

namespace MsLite.Smtp.Protocol;

/// <summary>
/// Reads the path of MAIL and RCPT (RFC 5321 §4.1.2). Strict: what passes holds no control character, no blank outside quotes and
/// no half UTF-8, so it can be written into a command or a header field again.
/// </summary>
internal ref struct PathParser(ReadOnlySpan<byte> input)
{
    // RFC 5321 §4.5.3.1.1 to §4.5.3.1.3, in octets as sent.
    private const int MaxLocalPart = 64;
    private const int MaxPath = 256;

    private readonly ReadOnlySpan<byte> _input = input;
    private int _position;

    /// <summary>How many bytes the path took, with its brackets.</summary>
    public readonly int Consumed => _position;

    /// <summary>The address, or null for "&lt;&gt;".</summary>
    public PathFault TryParse(out EmailAddress? address)
    {
        address = null;
        if (!Take('<'))
        {
            return PathFault.Syntax;
        }

        if (Take('>'))
        {
            return PathFault.None;
        }

        if (!SkipSourceRoute())
        {
            return PathFault.Syntax;
        }

        var fault = Mailbox(out address);
        return fault == PathFault.None && _position > MaxPath ? PathFault.TooLong : fault;
    }

    // RFC 5321 §4.1.1.3 and appendix C: a source route is accepted and ignored.
    private bool SkipSourceRoute()
    {
        if (Peek() != '@')
        {
            return true;
        }

        do
        {
            if (!Take('@') || DomainParser.Measure(_input[_position..]) is not (> 0 and var length))
            {
                return false;
            }

            _position += length;
        }
        while (Take(','));
        return Take(':');
    }

    private PathFault Mailbox(out EmailAddress? address)
    {
        address = null;
        var start = _position;
        if (LocalPart() is not { Length: > 0 } local)
        {
            return PathFault.Syntax;
        }

        var localLength = _position - start;
        var domain = "";
        if (Take('@'))
        {
            if (Domain() is not { } named)
            {
                return PathFault.Syntax;
            }

            domain = named;
        }
        else if (!local.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 5321 §4.1.1.3: only postmaster may stand without a domain.
            return PathFault.Syntax;
        }

        if (!Take('>'))
        {
            return PathFault.Syntax;
        }

        if (localLength > MaxLocalPart || domain.Length > DomainParser.MaxDomain)
        {
            return PathFault.TooLong;
        }

        address = new EmailAddress(local, domain);
        return PathFault.None;
    }

    private string? Domain()
    {
        var length = Peek() == '['
            ? DomainParser.MeasureLiteral(_input[_position..])
            : DomainParser.Measure(_input[_position..]);
        return length <= 0 ? null : Text(Advance(length));
    }

    private string? LocalPart() => Peek() == '"' ? QuotedString() : DotString();

    private string? DotString()
    {
        var rest = _input[_position..];
        var length = 0;
        while (length < rest.Length && (rest[length] == '.' || IsAtext(rest[length])))
        {
            length++;
        }

        var text = rest[..length];
        return length == 0 || text[0] == '.' || text[^1] == '.' || text.IndexOf(".."u8) >= 0 ? null : Text(Advance(length));
    }

    private string? QuotedString()
    {
        Span<byte> unquoted = stackalloc byte[MaxPath];
        var length = 0;
        _position++;
        while (_position < _input.Length && length < unquoted.Length)
        {
            var b = _input[_position++];
            if (b == '"')
            {
                return Text(unquoted[..length]);
            }

            if (b == '\\' && !TakeQuotedPair(out b))
            {
                return null;
            }

            if (b is < 0x20 or 0x7f)
            {
                return null;
            }

            unquoted[length++] = b;
        }

        return null;
    }

    // quoted-pairSMTP: a backslash and one of %d32-126.
    private bool TakeQuotedPair(out byte b)
    {
        b = _position < _input.Length ? _input[_position++] : (byte)0;
        return b is >= 0x20 and < 0x7f;
    }

    private static bool IsAtext(byte b) => b >= 0x80 || EmailAddress.IsAtext((char)b);

    // RFC 6531 §3.3: beyond ASCII only well-formed UTF-8. C1 controls and unassigned text are left to policy, except those that
    // would be read as line ends or controls.
    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.AsSpan().ContainsAnyInRange('\x80', '\x9f') || text.AsSpan().ContainsAny('\u2028', '\u2029') ? null : text;
    }

    private readonly int Peek() => _position < _input.Length ? _input[_position] : -1;

    private bool Take(char wanted)
    {
        if (Peek() != wanted)
        {
            return false;
        }

        _position++;
        return true;
    }

    private ReadOnlySpan<byte> Advance(int length)
    {
        var taken = _input.Slice(_position, length);
        _position += length;
        return taken;
    }
}
