namespace MsLite.Filter.Policy;

/// <summary>
/// The tree /srv: the whole policy, read when asked. The only class that turns text from the network into a file name, through
/// <see cref="PolicyName"/>. Safe for many threads; what it hands out is for one.
/// </summary>
public sealed class SrvTree
{
    /// <summary>The lists for every domain lie here; never a domain itself.</summary>
    public const string GlobalName = "_global_";

    private readonly PolicyRoot _root;

    public SrvTree(string root, TimeProvider time) => _root = new PolicyRoot(root, shown: "", time);

    private SrvTree(PolicyRoot root) => _root = root;

    /// <summary>The directory on disk, absolute.</summary>
    public string Root => _root.Path;

    /// <summary>The policy of a domain as it is now, or null when the domain is not hosted here.</summary>
    /// <param name="domain">In lower case, A-labels, no final dot: <c>EmailAddress.DomainKey</c>. Any text is safe.</param>
    /// <exception cref="IOException">The disk does not say: an answer of 4xx is due, not "not hosted".</exception>
    public DomainPolicy? FindDomain(string domain) =>
        PolicyName.TryParse(domain, out var name) && name.Text != GlobalName && _root.Open()?.Subdirectory(name) is { } directory
            ? new DomainPolicy(name.Text, directory)
            : null;

    /// <summary>The hosted domain that a host belongs to: its own name, or the nearest one above it.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public DomainPolicy? FindDomainOf(string hostName)
    {
        for (var name = hostName.ToLowerInvariant(); name.Length > 0; name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (FindDomain(name) is { } policy)
            {
                return policy;
            }

            if (!name.Contains('.', StringComparison.Ordinal))
            {
                break;
            }
        }

        return null;
    }

    /// <summary>The lists that hold for every domain, as they are now; null when there are none.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public DomainPolicy? FindGlobal() =>
        _root.Open()?.Subdirectory(PolicyName.OfOurs(GlobalName)) is { } directory ? new DomainPolicy(GlobalName, directory) : null;

    /// <summary>The hosted domains, sorted. Lists the tree: for people, not for each message.</summary>
    /// <exception cref="IOException">The tree cannot be listed.</exception>
    public IReadOnlyList<string> Domains() => _root.Open() is { } root
        ? [.. Directory.EnumerateFileSystemEntries(root.Path).Select(entry => Path.GetFileName(entry)).Where(IsHosted).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The tree as it would be; nothing is written.</summary>
    internal SrvTree With(PolicyOverlay overlay) => new(_root.With(overlay));

    /// <summary>The tree itself, for whoever looks through all of it.</summary>
    internal PolicyDirectory? OpenRoot() => _root.Open();

    /// <summary>A look-up names lower case only, so a directory that is spelled otherwise is no domain.</summary>
    private bool IsHosted(string name) =>
        PolicyName.TryParse(name, out var parsed) && parsed.Text == name && FindDomain(name) is not null;
}
