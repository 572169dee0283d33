namespace MsLite.Smtp.Protocol;

/// <summary>What is wrong with the message data as a stream. Found together, so that the order of arrival changes nothing.</summary>
[Flags]
internal enum DataFaults
{
    None = 0,

    /// <summary>CR without LF, or LF without CR.</summary>
    BareLineEnd = 1,
    TooLarge = 2,
    HeaderTooLarge = 4,
    LineTooLong = 8,
}
