using MsLite.Filter.Checks;
using MsLite.Filter.Lists;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>One domain's rungs as a transaction finds them.</summary>
internal sealed class DomainRungs(DomainPolicy policy, Identities who, CheckCatalogue checks)
{
    private IReadOnlyList<EnabledCheck>? _enabled;

    public DomainPolicy Policy => policy;

    public ListSet Lists { get; } = new(policy, who);

    public IReadOnlyList<EnabledCheck> EnabledChecks => _enabled ??= checks.EnabledFor(policy, who.IsHidden);
}
