using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Delivery;
using MsLite.Filter.Journal;
using MsLite.Filter.Quarantine;
using MsLite.Filter.State;

namespace MsLite.Filter;

/// <summary>Shows to whoever collects metrics how the filter's parts are at that moment. Made once, when somebody will collect.</summary>
public sealed class FilterGauges
{
    internal FilterGauges(IServiceProvider parts)
    {
        var metrics = parts.GetRequiredService<FilterMetrics>();
        var state = parts.GetRequiredService<StateWriter>();
        metrics.ObserveState(() => state.Notices.Count == 0);
        var journal = parts.GetRequiredService<MessageJournal>();
        metrics.ObserveJournal(() => journal.Waiting, () => journal.Lag);
        var changed = parts.GetRequiredService<QuarantineStore>().Changed;
        metrics.ObserveSearch(() => changed.Waiting);
        var nextHops = parts.GetRequiredService<DeliveryCatalogue>();
        metrics.ObserveNextHops(() => nextHops.Hosts);
        var sources = parts.GetServices<INoticeSource>().ToArray();
        metrics.ObserveNotices(() => sources.Sum(source => source.Notices.Count));
    }
}
