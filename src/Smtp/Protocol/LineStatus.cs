namespace MsLite.Smtp.Protocol;

/// <summary>What <see cref="LineReader"/> found.</summary>
internal enum LineStatus
{
    /// <summary>No whole line yet.</summary>
    NotYet,

    /// <summary>A line ended by CR LF.</summary>
    Line,

    /// <summary>A line longer than its limit; it was thrown away.</summary>
    TooLong,

    /// <summary>Text ended by LF without CR. It is thrown away, and so is, without a word, the rest up to CR LF.</summary>
    BareLineFeed,

    /// <summary>A line with NUL, bare CR or another control character in it.</summary>
    ControlCharacter,
}
