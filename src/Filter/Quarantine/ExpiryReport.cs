namespace MsLite.Filter.Quarantine;

/// <summary>What one run of the expiry did.</summary>
public sealed class ExpiryReport
{
    private readonly List<Removal> _removed = [];

    public IReadOnlyList<Removal> Removed => _removed;

    /// <summary>Domains' days that stay, as far as their age goes.</summary>
    public int Kept { get; internal set; }

    /// <summary>What could not be removed, in full sentences.</summary>
    public List<string> Faults { get; } = [];

    internal void Add(Removal removal) => _removed.Add(removal);
}

/// <summary>A domain's day that was removed, or its oldest messages.</summary>
/// <param name="Day">The day directory's name.</param>
/// <param name="Date">The day whose mail it held.</param>
/// <param name="Messages">How many of its oldest messages went; null when all of the day did.</param>
/// <param name="Why">The limit, such as "example.com keeps 30 days".</param>
public sealed record Removal(string Day, string Domain, DateOnly Date, int? Messages, string Why)
{
    public override string ToString()
    {
        var what = Messages switch { null => "all", 1 => "the oldest message", var count => $"the {count} oldest messages" };
        return $"{Day}/{Domain}: {what} of {Date:yyyy-MM-dd}, because {Why}";
    }
}
