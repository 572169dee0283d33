namespace MsLite.Mail.Auth.Dmarc;

/// <summary>What a domain's owner asks to be done with mail that fails (RFC 9989 §4.7, tags p, sp and np). Greater is stricter.</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}

public static class DmarcPolicyWord
{
    /// <summary>The policy as records have it.</summary>
    public static string ToWord(this DmarcPolicy policy) => policy switch
    {
        DmarcPolicy.Reject => "reject",
        DmarcPolicy.Quarantine => "quarantine",
        _ => "none",
    };
}
