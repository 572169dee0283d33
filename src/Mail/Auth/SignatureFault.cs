namespace MsLite.Mail.Auth;

/// <summary>Why a signature does not pass: the result it leads to, and a clause for people.</summary>
internal sealed record SignatureFault(AuthResult Result, string Reason)
{
    // RFC 8601 §2.7.1: neutral is for signatures that cannot be read, permerror for those whose key can never be had.
    public static SignatureFault Unreadable(string reason) => new(AuthResult.Neutral, reason);

    public static SignatureFault PermError(string reason) => new(AuthResult.PermError, reason);

    public static SignatureFault Fail(string reason) => new(AuthResult.Fail, reason);
}
