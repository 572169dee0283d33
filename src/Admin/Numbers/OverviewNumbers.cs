using MsLite.Filter;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Numbers;

/// <summary>What the journal says about somebody's domains at one moment.</summary>
/// <param name="Days">The oldest first, today last.</param>
/// <param name="Minutes">Of the last hour.</param>
/// <param name="Tops">What stood out in the last 24 hours.</param>
internal sealed record OverviewNumbers(IReadOnlyList<FateCount> Days, IReadOnlyList<FateCount> Minutes, JournalTops Tops);
