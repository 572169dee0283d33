namespace MsLite.Mail.Auth.Spf;

/// <summary>An SPF record taken apart (RFC 7208 §4.6.1). A record with a syntax error anywhere has no other content than that error.</summary>
internal sealed record SpfRecord(IReadOnlyList<SpfDirective> Directives, string? Redirect, string? Explanation, string? Error)
{
    public static SpfRecord Broken(string error) => new([], null, null, error);
}
