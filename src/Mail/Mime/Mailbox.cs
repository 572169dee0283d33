namespace MsLite.Mail.Mime;

/// <summary>One address of an address list (RFC 5322 §3.4).</summary>
/// <param name="DisplayName">For people: quotes, comments and encoded words undone. Empty where there is none.</param>
/// <param name="LocalPart">Left of the last "@" outside quotes, quotes undone.</param>
/// <param name="Domain">Right of it; empty without an "@".</param>
/// <param name="Address">The address as written, without comments, white space, angle brackets and route. Empty for a name without address.</param>
/// <param name="Group">The group it stands in, or null.</param>
public sealed record Mailbox(string DisplayName, string LocalPart, string Domain, string Address, string? Group)
{
    /// <summary>Whether there are exactly a local part and a domain, and nothing odd in either.</summary>
    public bool IsValid { get; init; }
}
