namespace MsLite.Smtp;

/// <summary>What the server says to one command: a code, an enhanced status where one belongs, and lines of text (RFC 5321 §4.2, RFC 3463).</summary>
public sealed record SmtpReply
{
    /// <param name="code">200 to 599.</param>
    /// <param name="enhanced">Such as "5.7.1", or null where RFC 2034 gives none (greeting, EHLO, 354).</param>
    /// <param name="lines">One or more lines of text without CR or LF.</param>
    public SmtpReply(int code, string? enhanced, params IReadOnlyList<string> lines)
    {
        Code = code;
        Enhanced = enhanced;
        Lines = lines;
    }

    public int Code { get; }

    public string? Enhanced { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The connection is to be closed after this reply.</summary>
    public bool Closes { get; init; }

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code >= 500;

    /// <summary>The text of all lines, joined with spaces.</summary>
    public string Text => Lines.Count == 1 ? Lines[0] : string.Join(' ', Lines);

    /// <summary>The whole reply in one line, as logs and traces show it.</summary>
    public override string ToString() => Enhanced is null ? $"{Code} {Text}" : $"{Code} {Enhanced} {Text}";
}
