namespace MsLite.Admin.Policy;

/// <summary>What was typed or pressed on a page that changes the policy tree.</summary>
public sealed class PolicyForm
{
    /// <summary>One of <see cref="PolicyDeed"/>.</summary>
    public string? Do { get; set; }

    /// <summary>Below the domain, such as <c>users/valid</c>; empty for the domain itself.</summary>
    public string? Path { get; set; }

    /// <summary>The last name, as typed.</summary>
    public string? Name { get; set; }

    /// <summary>Of the file as it was shown; "none" when there was none; empty when it does not matter.</summary>
    public string? ETag { get; set; }

    public string? Note { get; set; }

    public string? Until { get; set; }

    public string? Reply { get; set; }

    /// <summary>The whole text of a file.</summary>
    public string? Text { get; set; }

    /// <summary>"off", "shadow" or "on"; for the wildcard "off", "all" or "nexthop".</summary>
    public string? Mode { get; set; }

    /// <summary>Of a button that removes: the entity tag, a blank, and the path below the domain.</summary>
    public string? Remove { get; set; }

    /// <summary>Rows of the history, with commas.</summary>
    public string? Undo { get; set; }

    public string? Days { get; set; }

    public string? Megabytes { get; set; }
}

/// <summary>What a form asks for.</summary>
public static class PolicyDeed
{
    public const string Add = "add";
    public const string Set = "set";
    public const string Remove = "remove";
    public const string Mode = "mode";
    public const string Everybody = "everybody";
    public const string Write = "write";
    public const string Limits = "limits";

    /// <summary>A user gets mail from one address alone, which is typed as the name.</summary>
    public const string Restrict = "restrict";

    /// <summary>Nothing is changed: the page tries the next hop out.</summary>
    public const string Test = "test";
}
