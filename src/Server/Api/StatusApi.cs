using System.Diagnostics;
using MsLite.Filter;
using MsLite.Filter.Health;
using MsLite.Web.Commands;
using MsLite.Web.Health;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>How the program is: version, ledger, and what is not as it should be.</summary>
internal sealed class StatusApi(
    Readiness readiness, FilterMetrics metrics, MsLiteOptions options, IEnumerable<INoticeSource> sources, IEnumerable<IHealthSource> health)
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

    private IEnumerable<HealthView> Health() => health.SelectMany(source => source.Health)
        .Select(item => new HealthView(item.Part, Word(item.State), item.Text))
        .Prepend(new HealthView("Readiness", readiness.Fault is null ? "ok" : "degraded", readiness.Fault));

    private static string Word(HealthState state) => state switch
    {
        HealthState.Good => "ok",
        HealthState.Unknown => "unknown",
        _ => "degraded",
    };
}
