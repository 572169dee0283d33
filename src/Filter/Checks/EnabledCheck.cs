using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>A check that a domain has switched on.</summary>
/// <param name="Rung">Such as "checks/helo".</param>
/// <param name="Switch">The file that did it.</param>
/// <param name="ClientIsHidden">The client's address is a gateway's.</param>
internal sealed record EnabledCheck(ICheck Check, string Rung, PolicyFile Switch, bool ClientIsHidden = false)
{
    /// <summary>Asked and recorded, never refusing: the operator's will, or the guard's.</summary>
    public bool IsShadow => Switch.IsShadow || IsGuarded;

    /// <summary>The real-client guard keeps it from refusing.</summary>
    public bool IsGuarded => ClientIsHidden && Check.RestsOnClient;
}
