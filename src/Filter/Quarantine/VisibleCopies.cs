using MsLite.Filter.Access;

namespace MsLite.Filter.Quarantine;

/// <summary>The copies of a refused message that somebody may see or change: the one place where panel and API ask for them.</summary>
public sealed class VisibleCopies(QuarantineFinder finder, QuarantineStore store)
{
    /// <summary>The copies that are still there and that <paramref name="caller"/> may see; none when there is no such message, which is not told apart.</summary>
    /// <param name="recipient">Only this recipient's copy, as its index line spells it and without regard to case; null for all.</param>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public async Task<IReadOnlyList<QuarantineEntry>> FindAsync(Caller caller, string id, string? recipient, CancellationToken ct)
    {
        var found = await finder.FindAsync(id, ct);
        return [.. found.Where(copy =>
            caller.MaySee(copy.Domain)
            && (recipient is null || string.Equals(copy.Recipient, recipient, StringComparison.OrdinalIgnoreCase))
            && store.IsThere(copy))];
    }

    /// <summary>Those of them that <paramref name="caller"/> may change too.</summary>
    /// <param name="seen">What <see cref="FindAsync"/> gave for the same caller.</param>
    public static IReadOnlyList<QuarantineEntry> Changeable(Caller caller, IReadOnlyList<QuarantineEntry> seen) =>
        [.. seen.Where(copy => caller.MayChange(copy.Domain))];
}
