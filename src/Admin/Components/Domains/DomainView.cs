using MsLite.Admin.Policy;
using MsLite.Filter.Access;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy;

namespace MsLite.Admin.Components.Domains;

/// <summary>What the sections of a domain's page share.</summary>
public sealed record DomainView
{
    /// <summary>A hosted domain, or <c>_global_</c>.</summary>
    public required string Name { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>The directory /srv on disk.</summary>
    public required string Root { get; init; }

    /// <summary>They may change it, and the tree can be changed.</summary>
    public required bool MayChange { get; init; }

    public required PolicyForm Typed { get; init; }

    /// <summary>What became of what was typed; null when nothing was.</summary>
    public PolicyAnswer? Answer { get; init; }

    /// <summary>Null while it is counted.</summary>
    public DomainWeek? Week { get; init; }

    public bool IsGlobal => Name == SrvTree.GlobalName;

    public string Url => AdminUrls.Domain(Name);

    /// <summary>A section's address.</summary>
    public string UrlOf(string section) => section.Length == 0 ? Url : $"{Url}/{section}";

    /// <summary>A file's path relative to /srv.</summary>
    public string PathOf(string below) => $"{Name}/{below}";

    /// <summary>A file on disk.</summary>
    public string FileOf(string below) => Path.Combine(Root, Name, below);

    /// <summary>The form that was sent was this one, and was turned down: what was typed is still to be shown.</summary>
    public bool IsRefused(string deed, string below) =>
        Answer is { IsDone: false } && Typed.Do == deed && (Typed.Path ?? "") == below;
}
