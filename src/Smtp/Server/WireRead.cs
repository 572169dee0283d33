namespace MsLite.Smtp.Server;

/// <summary>How a wait for bytes ended.</summary>
internal enum WireRead
{
    /// <summary>There are bytes that were not looked at.</summary>
    Bytes,

    /// <summary>The client has sent its last byte.</summary>
    Closed,

    TimedOut,

    /// <summary>The program is about to end.</summary>
    Draining,
}
