namespace MsLite.Filter.Checks;

/// <summary>What one check found. <paramref name="Value"/> is what it looked at, for the trace.</summary>
public sealed record CheckResult(CheckOutcome Outcome, string Detail, string Value = "")
{
    /// <summary>What the finding rests on, for the trace only; empty when the detail says it.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Header fields for whoever reads the mail later, name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>An abstention that is expected, or that was reported when its cause began: not every message needs a line in the log.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>An abstention because of whom the check asks, not of the message: down, silent, or talking nonsense.</summary>
    public bool IsDown { get; init; }

    public static CheckResult Pass(string value = "", string detail = "") => new(CheckOutcome.Pass, detail, value);

    public static CheckResult Refuse(string reason, string value = "") => new(CheckOutcome.Refuse, reason, value);

    public static CheckResult Defer(string reason, string value = "") => new(CheckOutcome.Defer, reason, value);

    public static CheckResult Abstain(string why, string value = "") => new(CheckOutcome.Abstain, why, value);

    /// <inheritdoc cref="IsQuiet"/>
    public static CheckResult AbstainQuietly(string why) => Abstain(why) with { IsQuiet = true };
}

public enum CheckOutcome
{
    Pass,
    Refuse,
    Defer,
    Abstain,
}
