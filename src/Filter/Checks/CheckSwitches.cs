using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Shows people how each check of a domain stands, and which file made it so.</summary>
public sealed class CheckSwitches(CheckCatalogue catalogue)
{
    /// <summary>The switch of all usual checks.</summary>
    public const string All = "all";

    /// <summary>Every check that has a switch in <c>checks</c>; that of DNS blocklists is the file <c>zones</c>.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public IReadOnlyList<CheckSwitch> Of(DomainPolicy policy) =>
        [.. catalogue.Checks.Where(check => check.Name != DnsblCheck.CheckName).Select(check => Of(check, policy))];

    /// <summary>The switch of all usual checks itself.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static SwitchState AllOf(DomainPolicy policy) => StateOf(policy.FindCheck(All, [], inAll: false));

    /// <exception cref="IOException">The disk does not say.</exception>
    public static SwitchState ZonesOf(DomainPolicy policy) => StateOf(policy.FindZones());

    private static CheckSwitch Of(ICheck check, DomainPolicy policy)
    {
        var own = policy.FindCheck(check.Name, check.OtherSwitches, inAll: false);
        var effective = check.FindSwitch(policy);
        return new CheckSwitch(check, own?.Path ?? $"{policy.Domain}/checks/{check.Name}", StateOf(own), StateOf(effective), own is null && effective is not null);
    }

    private static SwitchState StateOf(PolicyFile? file) => file is null ? SwitchState.Off : file.IsShadow ? SwitchState.Shadow : SwitchState.Enforced;
}

/// <summary>One check of a domain.</summary>
/// <param name="Path">Its own switch, relative to /srv, whether or not it is there.</param>
/// <param name="Own">What its own switch says.</param>
/// <param name="Effective">What holds.</param>
/// <param name="IsByAll">It holds because of <c>checks/all</c>.</param>
public sealed record CheckSwitch(ICheck Check, string Path, SwitchState Own, SwitchState Effective, bool IsByAll);

/// <summary>How a check stands.</summary>
public enum SwitchState
{
    Off,

    /// <summary>It looks and is recorded, and refuses nobody.</summary>
    Shadow,
    Enforced,
}
