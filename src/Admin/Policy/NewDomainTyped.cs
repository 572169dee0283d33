using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Policy;

/// <summary>What was typed about a domain that is to be hosted.</summary>
public sealed class NewDomainTyped
{
    public string? Domain { get; set; }

    public string? NextHop { get; set; }

    /// <summary>One a line, or with blanks or commas.</summary>
    public string? Users { get; set; }

    /// <summary>"shadow", "enforced" or "none".</summary>
    public string? Checks { get; set; }

    /// <summary>"test" tries the next hop out; anything else hosts the domain.</summary>
    public string? Do { get; set; }

    internal NewDomainWish Wish => new(
        Domain ?? "",
        NextHop ?? "",
        NewDomainWish.UsersOf(Users ?? "", Domain ?? ""),
        Checks switch { "enforced" => FirstChecks.Enforced, "none" => FirstChecks.None, _ => FirstChecks.Shadow });
}
