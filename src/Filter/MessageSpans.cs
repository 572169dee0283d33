using System.Diagnostics;
using Span = System.Diagnostics.Activity;

namespace MsLite.Filter;

/// <summary>
/// What a tracer sees of a message: a span for it, and one below for each step. Nobody's address or domain is in them, only the
/// reference with which log, archive and journal find the rest. Without a tracer nothing of this is made.
/// </summary>
internal static class MessageSpans
{
    private static readonly ActivitySource s_source = new(FilterMetrics.MeterName);

    /// <summary>The span of a message that begins to come in; null when nobody traces.</summary>
    public static Span? Begin(Transaction transaction)
    {
        var span = s_source.StartActivity("message", ActivityKind.Server);
        span?.SetTag("mslite.reference", transaction.Id);
        span?.SetTag("mslite.session", transaction.Client.SessionId);
        span?.SetTag("mslite.recipients", transaction.Recipients.Count);
        return span;
    }

    public static Span? Begin(string step) => s_source.StartActivity(step);

    public static void End(Span span, Transaction transaction, IReadOnlyList<Fate> fates)
    {
        span.SetTag("mslite.size", transaction.Content.Length);
        span.SetTag("mslite.fate", string.Join(',', fates.Select(fate => fate.Kind.Word()).Distinct(StringComparer.Ordinal)));
        span.SetTag("mslite.cause", string.Join(',', fates.Select(fate => fate.Cause).Distinct(StringComparer.Ordinal)));
    }
}
