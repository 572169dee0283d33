using System.Collections.Frozen;
using System.Security.Claims;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>The caller of a request, as the framework carries them: in claims.</summary>
internal static class CallerExtensions
{
    private const string Domain = "domain";

    /// <summary>Who asks. Endpoints are only reached by somebody known, unless they say that they are open.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open, and nobody known asks.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.User.Caller() ?? throw new InvalidOperationException($"{context.Request.Path} is open to everybody, so it has no caller.");

    /// <summary>Null for nobody known.</summary>
    public static Caller? Caller(this ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } name } && RoleExtensions.TryParse(user.FindFirstValue(ClaimTypes.Role) ?? "", out var role)
            ? new Caller(name, role, user.FindAll(Domain).Select(claim => claim.Value).ToFrozenSet(StringComparer.Ordinal))
            : null;

    /// <param name="scheme">How they were recognized.</param>
    public static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, caller.Name), new(ClaimTypes.Role, caller.Role.Word()), .. caller.Domains.Select(domain => new Claim(Domain, domain))], scheme));
}
