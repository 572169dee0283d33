namespace MsLite.Filter.Access;

/// <summary>What a person or a token may do: see, change what is in their domains, or change everything.</summary>
public enum Role
{
    /// <summary>Sees its domains (all, when none is named) and changes nothing.</summary>
    Viewer,

    /// <summary>Sees and changes its domains, and nothing else; with no domain named, nothing at all.</summary>
    DomainAdministrator,

    /// <summary>Sees and changes everything.</summary>
    Administrator,
}
