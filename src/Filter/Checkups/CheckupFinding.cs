namespace MsLite.Filter.Checkups;

/// <summary>One thing that was looked at for the operator, how it is, and what to do about it.</summary>
/// <param name="Subject">In a few words: "MX of example.com".</param>
/// <param name="Text">What was seen, full sentences. Words of other servers are in it: text, never markup.</param>
/// <param name="Fix">What to do, full sentences; empty when nothing is to be done.</param>
public sealed record CheckupFinding(CheckupLevel Level, string Subject, string Text, string Fix = "")
{
    public static CheckupFinding Good(string subject, string text) => new(CheckupLevel.Good, subject, text);

    public static CheckupFinding Look(string subject, string text, string fix) => new(CheckupLevel.Look, subject, text, fix);

    public static CheckupFinding Bad(string subject, string text, string fix) => new(CheckupLevel.Bad, subject, text, fix);
}

/// <summary>How something is, the best first.</summary>
public enum CheckupLevel
{
    Good,

    /// <summary>It works, or nobody can tell from here; somebody should look.</summary>
    Look,

    /// <summary>Mail suffers.</summary>
    Bad,
}
