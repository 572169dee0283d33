namespace MsLite.Filter.Lists;

/// <summary>What some lists said, and the rungs that were asked for it: good for every recipient.</summary>
/// <param name="Decision">Null when nothing matched.</param>
internal sealed record ListAnswer(IReadOnlyList<TraceEntry> Trace, Decision? Decision)
{
    public static ListAnswer Of(Func<TraceWriter, Decision?> ask)
    {
        var trace = new TraceWriter();
        var decision = ask(trace);
        return new ListAnswer(trace.Entries, decision);
    }

    /// <summary>Enters the rungs into a recipient's trace.</summary>
    public Decision? CopyTo(TraceWriter trace)
    {
        trace.AddRange(Trace);
        return Decision;
    }
}
