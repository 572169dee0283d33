using System.Diagnostics;
using MsLite.Filter;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Scanners;
using MsLite.Web.Commands;
using MsLite.Web.Health;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>How the program is: version, ledger, and what is not as it should be.</summary>
internal sealed class StatusApi(
    Readiness readiness, FilterMetrics metrics, MsLiteOptions options, PolicyEditor editor, BlocklistWatch blocklists, ScannerWatch scanners, IEnumerable<INoticeSource> sources)
{
    // By our own process, so no clock of a test's is asked.
    private readonly DateTimeOffset _started = new(Process.GetCurrentProcess().StartTime);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/status", (HttpContext context, StatusApi api) => api.Get(context));

    private IResult Get(HttpContext context)
    {
        if (!context.Caller().SeesEverything)
        {
            return ApiProblem.Forbidden("The status is of all domains together, and you may see only some.");
        }

        var ledger = metrics.Ledger;
        return TypedResults.Ok(new StatusView(
            UsageText.Version,
            options.Hostname,
            _started,
            readiness.Fault is null,
            readiness.Fault,
            new LedgerView(ledger.Received, ledger.Delivered, ledger.Archived, ledger.Deferred, ledger.InHand, ledger.Difference),
            [.. sources.SelectMany(source => source.Notices).Select(notice => new NoticeView(notice.Subject, notice.Text, notice.Remedy))],
            [.. Health()]));
    }

    private IEnumerable<HealthView> Health()
    {
        yield return new HealthView("readiness", readiness.Fault is null ? "ok" : "degraded", readiness.Fault);
        yield return editor.IsReadOnly
            ? new HealthView("policy tree", "read-only", $"{options.SrvRoot} cannot be written to, so policy can be seen here but not changed.")
            : new HealthView("policy tree", "ok", null);
        yield return Of("DNS blocklists", blocklists);
        yield return Of("scanners", scanners);
        yield return new HealthView("next hop", "not asked", $"{options.Delivery}, tried with each message.");
    }

    private static HealthView Of(string part, INoticeSource source) => source.Notices is [var first, ..] notices
        ? new HealthView(part, "degraded", notices.Count == 1 ? first.Text : $"{first.Text} And {notices.Count - 1} more; see the notices.")
        : new HealthView(part, "ok", null);
}
