using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>Messages of the last minute by their fate.</summary>
public sealed record FateRates(int Delivered, int Archived, int Deferred)
{
    public int Sum => Delivered + Archived + Deferred;

    public static FateRates From(FilterMetrics metrics) =>
        new(metrics.LastMinute(FateKind.Delivered), metrics.LastMinute(FateKind.Archived), metrics.LastMinute(FateKind.Deferred));
}
