using Microsoft.AspNetCore.Http;

namespace MsLite.Admin.SignIn;

/// <summary>The session's secret in the browser: out of the reach of scripts and of other sites, and under HTTPS of this host and of TLS alone.</summary>
public static class SessionCookie
{
    private const string Plain = "mslite";

    // RFC 6265bis: with this prefix the browser takes the cookie only from this very host, for all of it, and over TLS.
    private const string HostPrefix = "__Host-";

    public static string? Read(HttpRequest request) => request.Cookies[Name(request, Plain)];

    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name(context.Request, Plain), secret, Options(context.Request));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request, Plain), Options(context.Request));

    internal static string Name(HttpRequest request, string name) => request.IsHttps ? HostPrefix + name : name;

    internal static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        IsEssential = true,
        Path = "/",
    };
}
