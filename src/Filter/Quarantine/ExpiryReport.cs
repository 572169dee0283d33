namespace MsLite.Filter.Quarantine;

/// <summary>What one run of the expiry did.</summary>
public sealed class ExpiryReport
{
    private readonly List<ExpiredDirectory> _removed = [];

    public IReadOnlyList<ExpiredDirectory> Removed => _removed;

    /// <summary>Domains' days that stay.</summary>
    public int Kept { get; internal set; }

    /// <summary>What could not be removed, in full sentences.</summary>
    public List<string> Faults { get; } = [];

    internal void Add(ExpiredDirectory directory) => _removed.Add(directory);
}

/// <summary>A domain's day that was removed.</summary>
/// <param name="Day">The day directory's name.</param>
/// <param name="Date">The day whose mail it held.</param>
public sealed record ExpiredDirectory(string Day, string Domain, DateOnly Date);
