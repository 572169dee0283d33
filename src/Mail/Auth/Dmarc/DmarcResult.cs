namespace MsLite.Mail.Auth.Dmarc;

/// <summary>What DMARC says about a message and one author domain (RFC 9989 §5.3).</summary>
public sealed record DmarcResult
{
    public required AuthResult Result { get; init; }

    /// <summary>The domain of the From field, in A-labels; empty if it has none.</summary>
    public required string AuthorDomain { get; init; }

    /// <summary>The domain whose policy applies; empty without one.</summary>
    public string PolicyDomain { get; init; } = "";

    /// <summary>The author domain's organizational domain.</summary>
    public string OrganizationalDomain { get; init; } = "";

    /// <summary>What is asked for a failing message, after sp, np and t were weighed.</summary>
    public DmarcPolicy Policy { get; init; }

    /// <summary>The identifier that is aligned, such as "dkim example.com"; empty if none is.</summary>
    public string AlignedBy { get; init; } = "";

    /// <summary>Why, as a clause.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The policy record the result rests on.</summary>
    public string Record { get; init; } = "";

    /// <summary>The owner asks for this result to be acted on: a fail under quarantine or reject.</summary>
    public bool IsRefusable => Result == AuthResult.Fail && Policy > DmarcPolicy.None;
}
