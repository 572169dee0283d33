namespace MsLite.Smtp.Server;

/// <summary>How the wait for the next command ended.</summary>
internal enum CommandRead
{
    Command,

    /// <summary>A line that is no command line.</summary>
    BadLine,
    Closed,
    TimedOut,
    Draining,
}
