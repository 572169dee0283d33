namespace MsLite.Admin.SignIn;

/// <summary>What was typed or pressed on the page of one's own account.</summary>
public sealed class AccountForm
{
    /// <summary>The password of this moment.</summary>
    public string? Current { get; set; }

    public string? Password { get; set; }

    public string? Again { get; set; }

    public string? Key { get; set; }

    public string? Code { get; set; }

    /// <summary>The session to end.</summary>
    public string? Remove { get; set; }
}

/// <summary>What was typed or pressed on the pages of accounts, tokens and sessions.</summary>
public sealed class AccountsForm
{
    public string? Name { get; set; }

    public string? Password { get; set; }

    public string? Role { get; set; }

    /// <summary>With blanks or commas between them.</summary>
    public string? Domains { get; set; }

    /// <summary>Until when, as for a token; empty for ever.</summary>
    public string? Expires { get; set; }

    /// <summary>The account to delete, the token to revoke, or the session to end.</summary>
    public string? Remove { get; set; }
}
