using System.Collections.Frozen;
using System.Security.Claims;

namespace MsLite.Filter.Access;

/// <summary>A caller in the form in which the web framework carries people about: as claims.</summary>
public static class CallerClaims
{
    private const string Domain = "domain";
    private const string Session = "session";

    /// <summary>Null for nobody known.</summary>
    public static Caller? Caller(this ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } name } && RoleExtensions.TryParse(user.FindFirst(ClaimTypes.Role)?.Value ?? "", out var role)
            ? new Caller(name, role, user.FindAll(Domain).Select(claim => claim.Value).ToFrozenSet(StringComparer.Ordinal))
            : null;

    /// <summary>The session's <see cref="Access.Session.Id"/>; null for a token.</summary>
    public static string? SessionId(this ClaimsPrincipal user) => user.FindFirst(Session)?.Value;

    /// <param name="scheme">How they were recognized.</param>
    public static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme, string? sessionId = null)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, caller.Name), new(ClaimTypes.Role, caller.Role.Word()), .. caller.Domains.Select(domain => new Claim(Domain, domain))], scheme);
        if (sessionId is not null)
        {
            identity.AddClaim(new Claim(Session, sessionId));
        }

        return new ClaimsPrincipal(identity);
    }
}
