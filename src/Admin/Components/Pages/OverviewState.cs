using MsLite.Admin.Components.Controls;
using MsLite.Filter;
using MsLite.Filter.Health;

namespace MsLite.Admin.Components.Pages;

/// <summary>What the overview shows at one moment of what is in memory.</summary>
internal sealed record OverviewState(Ledger Ledger, FateRates Rates, IReadOnlyList<Activity> Messages, IReadOnlyList<Notice> Notices, IReadOnlyList<HealthItem> Health)
{
    public static readonly OverviewState Empty = new(new Ledger(0, 0, 0, 0, 0), new FateRates(0, 0, 0), [], [], []);

    /// <summary>Drawing the one instead of the other would change nothing.</summary>
    public bool LooksLike(OverviewState other) =>
        Ledger == other.Ledger && Rates == other.Rates && Messages.Count == other.Messages.Count
        && (Messages.Count == 0 || ReferenceEquals(Messages[0], other.Messages[0]))
        && Notices.SequenceEqual(other.Notices) && Health.SequenceEqual(other.Health);
}
