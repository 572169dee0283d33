using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>The caller of a request.</summary>
internal static class CallerExtensions
{
    /// <summary>Who asks. Endpoints are only reached by somebody known, unless they say that they are open.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open, and nobody known asks.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.User.Caller() ?? throw new InvalidOperationException($"{context.Request.Path} is open to everybody, so it has no caller.");
}
