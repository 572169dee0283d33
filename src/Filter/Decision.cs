namespace MsLite.Filter;

/// <summary>A rung that spoke: the verdict without its trace.</summary>
internal sealed record Decision(VerdictKind Kind, string Reason, string? Blocker, string? File)
{
    public static readonly Decision NothingSpoke = new(VerdictKind.Deliver, "", null, null);

    /// <summary>The reason when it is the operator's <c>reply:</c>, not ours.</summary>
    public string? OwnWords { get; init; }

    public Verdict With(IReadOnlyList<TraceEntry> trace) => new(Kind, Reason, Blocker, File, trace);
}
