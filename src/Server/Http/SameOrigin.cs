using System.Net;
using MsLite.Filter;
using MsLite.Web.SignIn;

namespace MsLite.Web.Http;

/// <summary>
/// Turns away what a foreign web page makes the administrator's browser ask: a name that was rebound to loopback, and a connection
/// or a change that another origin opens. Browsers do not hold a WebSocket to the same-origin policy, so the server must.
/// </summary>
internal static class SameOrigin
{
    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app)
    {
        var current = app.ApplicationServices.GetRequiredService<CurrentOptions>();
        return app.Use((context, next) => HandleAsync(context, next, current.Value.Http));
    }

    /// <param name="options">With a proxy in front, the names are the proxy's business.</param>
    private static Task HandleAsync(HttpContext context, RequestDelegate next, HttpOptions options)
    {
        if (options.TrustedProxies.Length == 0 && context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local) && !IsLoopback(context.Request.Host.Host))
        {
            return RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                "On a loopback address the panel answers to loopback names only, such as localhost or 127.0.0.1. A reverse proxy's address belongs into MsLite:Http:TrustedProxies.");
        }

        return IsForeign(context.Request)
            ? RefuseAsync(context, StatusCodes.Status403Forbidden, "This request comes from another web site, or through a reverse proxy that MsLite:Http:TrustedProxies does not list.")
            : next(context);
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // A page sends no Origin with a plain GET of its own; a WebSocket and a change always carry one.
    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        if (ApiRoot.Matches(context.Request.Path))
        {
            return TypedResults.Problem(why, statusCode: status).ExecuteAsync(context);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
