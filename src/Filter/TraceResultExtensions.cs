namespace MsLite.Filter;

/// <summary>Words for a rung's answer.</summary>
public static class TraceResultExtensions
{
    /// <summary>The word in index, explain and API.</summary>
    public static string Word(this TraceResult result) => result switch
    {
        TraceResult.Pass => "pass",
        TraceResult.Refuse => "refuse",
        TraceResult.Defer => "defer",
        TraceResult.Deliver => "deliver",
        TraceResult.ShadowRefuse => "shadow-refuse",
        TraceResult.ShadowDefer => "shadow-defer",
        _ => "abstain",
    };
}
