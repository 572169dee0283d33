namespace MsLite.Mail.Auth;

/// <summary>The results that RFC 8601 §2.7 allows, by the words of that section; one set for SPF, DKIM, DMARC, ARC and iprev.</summary>
public enum AuthResult
{
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    TempError,
    PermError,

    /// <summary>It would have passed, but not by rules we accept: a key too short, a historic algorithm (RFC 8601 §2.7.1).</summary>
    Policy,
}

public static class AuthResultWord
{
    /// <summary>The result as it is written in Authentication-Results.</summary>
    public static string ToWord(this AuthResult result) => result switch
    {
        AuthResult.None => "none",
        AuthResult.Neutral => "neutral",
        AuthResult.Pass => "pass",
        AuthResult.Fail => "fail",
        AuthResult.SoftFail => "softfail",
        AuthResult.TempError => "temperror",
        AuthResult.PermError => "permerror",
        _ => "policy",
    };
}
