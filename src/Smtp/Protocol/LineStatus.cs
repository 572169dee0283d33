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

    /// <summary>Text ended by LF without CR. It was thrown away; so will be the rest up to CR LF.</summary>
    BareLineFeed,

    /// <summary>The rest of a line that was broken by a bare LF.</summary>
    AfterBareLineFeed,

    /// <summary>A line with NUL, bare CR or another control character in it.</summary>
    ControlCharacter,
}
