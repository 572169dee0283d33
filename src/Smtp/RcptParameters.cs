namespace MsLite.Smtp;

/// <summary>The parameters of RCPT TO (RFC 3461), checked for syntax and passed through.</summary>
public sealed record RcptParameters
{
    public static readonly RcptParameters None = new();

    /// <summary>NOTIFY= as sent, such as "SUCCESS,FAILURE" or "NEVER"; null if not given.</summary>
    public string? Notify { get; init; }

    /// <summary>ORCPT= as sent: address type, ";", xtext; null if not given.</summary>
    public string? OriginalRecipient { get; init; }
}
