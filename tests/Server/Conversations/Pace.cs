namespace MsLite.Web.Tests.Conversations;

/// <summary>How the bytes of a script are cut into writes.</summary>
public enum Pace
{
    /// <summary>A command, or a run of them without an expected reply between, in one write.</summary>
    Whole,

    /// <summary>As much as RFC 2920 lets a client send before it must read.</summary>
    Pipelined,

    /// <summary>Each byte in a write of its own.</summary>
    ByteByByte,
}
