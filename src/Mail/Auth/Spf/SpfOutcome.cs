namespace MsLite.Mail.Auth.Spf;

/// <summary>What check_host() came to for one domain on the way.</summary>
/// <param name="Domain">The domain whose record decided: that of the last redirect.</param>
/// <param name="ExplanationSpec">The exp= of that record.</param>
internal sealed record SpfOutcome(AuthResult Result, string Domain, string? Mechanism = null, string? ExplanationSpec = null, string? Problem = null)
{
    public static SpfOutcome PermError(string domain, string problem) => new(AuthResult.PermError, domain, Problem: $"{domain}: {problem}");

    public static SpfOutcome TempError(string domain) => new(AuthResult.TempError, domain, Problem: $"DNS does not answer for {domain} at present");
}
