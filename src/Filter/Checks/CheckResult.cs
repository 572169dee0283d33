namespace MsLite.Filter.Checks;

/// <summary>What one check found. <paramref name="Value"/> is what it looked at, for the trace.</summary>
public sealed record CheckResult(CheckOutcome Outcome, string Detail, string Value = "")
{
    /// <summary>What the finding rests on, for the trace only; empty when the detail says it.</summary>
    public string Evidence { get; init; } = "";

    public static CheckResult Pass(string value = "", string detail = "") => new(CheckOutcome.Pass, detail, value);

    public static CheckResult Refuse(string reason, string value = "") => new(CheckOutcome.Refuse, reason, value);

    public static CheckResult Defer(string reason, string value = "") => new(CheckOutcome.Defer, reason, value);

    public static CheckResult Abstain(string why, string value = "") => new(CheckOutcome.Abstain, why, value);
}

public enum CheckOutcome
{
    Pass,
    Refuse,
    Defer,
    Abstain,
}
