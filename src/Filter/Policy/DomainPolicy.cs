namespace MsLite.Filter.Policy;

/// <summary>The policy of one hosted domain: file look-ups below /srv/DOMAIN, made when asked.</summary>
public sealed class DomainPolicy
{
    /// <summary>The switch of a check: its own file, or <c>checks/all</c> where the check is part of "all".</summary>
    public PolicyFile? FindCheck(string name) => throw new NotImplementedException();
}
