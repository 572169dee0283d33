using System.Globalization;

namespace MsLite.Filter.Policy;

/// <summary>
/// The policy of one hosted domain: file look-ups below /srv/DOMAIN, made when asked. Directories that were found (or not) are
/// remembered by the object, so take a new one from <see cref="SrvTree"/> for each message. For one thread at a time.
/// </summary>
public sealed class DomainPolicy
{
    /// <summary>A century: more is a slip of the finger.</summary>
    public const int MostQuarantineDays = 36_500;

    private readonly PolicyDirectory _directory;
    private IReadOnlySet<string>? _switches;
    private PolicyFile? _all;
    private bool _areSwitchesListed;
    private bool _isAllKnown;

    internal DomainPolicy(string domain, PolicyDirectory directory)
    {
        Domain = domain;
        _directory = directory;
    }

    /// <summary>In lower case, A-labels, no final dot.</summary>
    public string Domain { get; }

    /// <summary>This domain's next hop, the first line of its file <c>delivery</c>; null where the default holds.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public string? NextHopText => _directory.Find("delivery") is { } file ? FirstLine(file.Body.Text) : null;

    /// <summary>Days to keep what was archived for this domain: <c>days: N</c> in its file <c>quarantine</c>; null when it says nothing.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public int? QuarantineDays => _directory.Find("quarantine") is { } file && TryParseDays(file.Body["days"], out var days) ? days : null;

    /// <summary>How much of it to keep: <c>megabytes: N</c> in the same file; null when there is no limit.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public int? QuarantineMegabytes =>
        _directory.Find("quarantine") is { } file && TryParseMegabytes(file.Body["megabytes"], out var megabytes) ? megabytes : null;

    /// <summary>The file <c>zones</c>, which is the switch of dnsbl; null when there is none.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyFile? FindZones() => _directory.Find("zones");

    /// <summary>The switch of a check: its own file, or one of its other names, or else <c>checks/all</c> where the check is <paramref name="inAll"/>.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyFile? FindCheck(string name, IReadOnlyList<string> otherNames, bool inAll)
    {
        if (_directory.Directory("checks") is null)
        {
            return null;
        }

        var found = FindSwitch(name);
        for (var i = 0; found is null && i < otherNames.Count; i++)
        {
            found = FindSwitch(otherNames[i]);
        }

        return found ?? (inAll ? FindAll() : null);
    }

    /// <summary>What a trace calls these lists when they are not the domain's own.</summary>
    internal string Scope => Domain == SrvTree.GlobalName ? SrvTree.GlobalName : "";

    /// <summary>Whether there is a directory <c>whitelisted</c> or <c>blacklisted</c> at all.</summary>
    internal bool HasLists(string colour) => _directory.Directory(colour) is not null;

    /// <summary>A directory of one of the domain's lists, such as <c>whitelisted</c>, <c>ips</c>.</summary>
    internal PolicyDirectory? Lists(string colour, string kind) => _directory.Directory(colour)?.Directory(kind);

    /// <summary>The directory <c>users/valid</c> or <c>users/invalid</c>.</summary>
    internal PolicyDirectory? Users(string kind) => _directory.Directory("users")?.Directory(kind);

    internal static bool TryParseDays(string? text, out int days) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MostQuarantineDays;

    internal static bool TryParseMegabytes(string? text, out int megabytes) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out megabytes) && megabytes >= 1;

    private PolicyFile? FindSwitch(string name)
    {
        if (_directory.Directory("checks") is not { } checks)
        {
            return null;
        }

        if (!_areSwitchesListed)
        {
            _switches = checks.Root.Names.TryGet(checks);
            _areSwitchesListed = true;
        }

        return _switches?.Contains(name) == false ? null : checks.Find(name);
    }

    /// <summary>Asked for by every check, looked up once.</summary>
    private PolicyFile? FindAll()
    {
        if (!_isAllKnown)
        {
            _all = FindSwitch("all");
            _isAllKnown = true;
        }

        return _all;
    }

    internal static string? FirstLine(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#');
}
