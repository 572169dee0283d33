using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>A check that a domain has switched on.</summary>
/// <param name="Switch">The file that did it.</param>
internal sealed record EnabledCheck(ICheck Check, PolicyFile Switch)
{
    public string Rung => "checks/" + Check.Name;
}
