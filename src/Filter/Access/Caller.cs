namespace MsLite.Filter.Access;

/// <summary>Who asks, by the panel or by the API: the one place that answers what they may see and change.</summary>
/// <param name="Name">The account's or the token's name, as history shows it.</param>
/// <param name="Role">What kind of caller this is.</param>
/// <param name="Domains">The domains it is bound to, lower case A-labels; without meaning for an administrator.</param>
public sealed record Caller(string Name, Role Role, IReadOnlySet<string> Domains)
{
    /// <summary>Whether every domain is theirs to see: only then may what belongs to no domain, such as the status, be shown.</summary>
    public bool SeesEverything => Role == Role.Administrator || (Role == Role.Viewer && Domains.Count == 0);

    /// <summary>Whether they may change what belongs to no domain of theirs: global lists, accounts, domains themselves.</summary>
    public bool ChangesEverything => Role == Role.Administrator;

    /// <summary>Whether what belongs to <paramref name="domain"/> may be shown to them.</summary>
    public bool MaySee(string domain) => SeesEverything || Domains.Contains(domain);

    /// <summary>Whether they may change what belongs to <paramref name="domain"/>.</summary>
    public bool MayChange(string domain) => ChangesEverything || (Role == Role.DomainAdministrator && Domains.Contains(domain));
}
