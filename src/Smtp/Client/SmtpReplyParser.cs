using System.Text;

namespace MsLite.Smtp.Client;

/// <summary>Puts a next hop's reply together, line by line, and takes nothing for a reply that is none (RFC 5321 §4.2).</summary>
internal struct SmtpReplyParser
{
    /// <summary>Lines of one reply; an EHLO reply of a large server has 20.</summary>
    private const int MaxLines = 100;

    /// <summary>Characters kept of a line: it will stand in a reply of our own (RFC 5321 §4.5.3.1.5).</summary>
    private const int MaxText = 500;

    private int _code;
    private string? _enhanced;
    private string? _first;
    private List<string>? _lines;

    public readonly SmtpReply Reply => _lines is null ? new(_code, _enhanced, _first!) : new(_code, _enhanced, _lines);

    /// <param name="line">Without its CR LF.</param>
    /// <returns>Whether the reply is complete.</returns>
    /// <exception cref="SmtpClientException">The line is no part of a reply.</exception>
    public bool Add(ReadOnlySpan<byte> line)
    {
        var code = ParseCode(line);
        if (_first is not null && code != _code)
        {
            throw Garbage("The lines of one reply had different codes");
        }

        _code = code;
        var text = line.Length > 4 ? line[4..] : [];
        Keep(text[TakeEnhanced(text)..]);
        return line.Length == 3 || line[3] == ' ';
    }

    public static SmtpClientException Garbage(string cause) => new(SmtpClientReplies.OutOfOrder, cause);

    private static int ParseCode(ReadOnlySpan<byte> line)
    {
        // RFC 5321 §4.2: Reply-code = %x32-35 %x30-35 %x30-39; a second digit beyond 5 is seen and harmless.
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5'
            || !char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2])
            || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
        {
            throw Garbage($"Not an SMTP reply: \"{Clean(line[..Math.Min(line.Length, 80)])}\"");
        }

        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
    }

    /// <summary>The length of an enhanced status and its space at the front, which is kept apart; 0 without one.</summary>
    private int TakeEnhanced(ReadOnlySpan<byte> text)
    {
        // RFC 2034 §4: its class is the code's, or it is not one.
        var end = text.IndexOf((byte)' ');
        var status = end < 0 ? text : text[..end];
        if (status.Length is < 5 or > 9 || status[0] != '0' + (_code / 100) || !IsEnhanced(status))
        {
            return 0;
        }

        _enhanced ??= Encoding.ASCII.GetString(status);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>RFC 3463 §2: class "." 1*3digit "." 1*3digit.</summary>
    private static bool IsEnhanced(ReadOnlySpan<byte> status)
    {
        var subject = status[2..].IndexOf((byte)'.');
        return status[1] == '.' && subject > 0 && IsNumber(status.Slice(2, subject)) && IsNumber(status[(subject + 3)..]);
    }

    private static bool IsNumber(ReadOnlySpan<byte> digits) =>
        digits.Length is > 0 and <= 3 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private void Keep(ReadOnlySpan<byte> text)
    {
        var kept = Clean(text);
        if (_first is null)
        {
            _first = kept;
            return;
        }

        _lines ??= [_first];
        _lines.Add(kept);
        if (_lines.Count > MaxLines)
        {
            throw Garbage($"A reply of more than {MaxLines} lines");
        }
    }

    /// <summary>Only printable ASCII: the words are passed on to clients and into logs.</summary>
    private static string Clean(ReadOnlySpan<byte> text)
    {
        var kept = text[..Math.Min(text.Length, MaxText)];
        if (!kept.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return Encoding.ASCII.GetString(kept);
        }

        var clean = new StringBuilder(kept.Length);
        foreach (var b in kept)
        {
            clean.Append(b is >= (byte)' ' and <= (byte)'~' ? (char)b : '?');
        }

        return clean.ToString();
    }
}
