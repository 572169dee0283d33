namespace MsLite.Filter.Journal;

/// <summary>What seven days of mail to one domain came to, and which files and checks decided about it.</summary>
public sealed record DomainWeek
{
    public static readonly DomainWeek Empty = new();

    public long Delivered { get; init; }

    public long Refused { get; init; }

    public long Deferred { get; init; }

    public long Received => Delivered + Refused + Deferred;

    /// <summary>The files were counted in so many of the newest rows, and there are more; null when in all.</summary>
    public int? CountedIn { get; init; }

    /// <summary>By the deciding file, relative to /srv. A file that decided nothing is not in it.</summary>
    public IReadOnlyDictionary<string, FileHits> Files { get; init; } = new Dictionary<string, FileHits>();

    /// <summary>By the check's name.</summary>
    public IReadOnlyDictionary<string, CheckCatch> Checks { get; init; } = new Dictionary<string, CheckCatch>();

    /// <summary>Refusals by the DNS blocklist whose entry gave the reason.</summary>
    public IReadOnlyDictionary<string, long> Zones { get; init; } = new Dictionary<string, long>();

    public FileHits HitsOf(string path) => Files.GetValueOrDefault(path, FileHits.None);

    public CheckCatch CatchOf(string check) => Checks.GetValueOrDefault(check, CheckCatch.Nothing);
}

/// <summary>How often a file decided.</summary>
/// <param name="Last">Null when it never did.</param>
public sealed record FileHits(long Count, DateTimeOffset? Last)
{
    public static readonly FileHits None = new(0, null);
}

/// <summary>What a check caught, in messages and recipients.</summary>
/// <param name="InShadow">It would have refused or deferred them, but was in shadow.</param>
public sealed record CheckCatch(long Refused, long Deferred, long InShadow)
{
    public static readonly CheckCatch Nothing = new(0, 0, 0);
}

/// <summary>How much mail came to one of many domains in seven days.</summary>
public sealed record WeekTotals(long Received, long Refused)
{
    public static readonly WeekTotals Nothing = new(0, 0);
}
