using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace MsLite.Admin.SignIn;

/// <summary>
/// Remembers in the browser that an account has signed in with it, so that a stranger who guesses at the account from elsewhere does
/// not keep its owner out. It proves nothing else.
/// </summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection)
{
    private const string CookieName = "mslite-known";

    private static readonly TimeSpan s_life = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("MsLite.KnownBrowser").ToTimeLimitedDataProtector();

    public bool Knows(HttpRequest request, string account)
    {
        try
        {
            return request.Cookies[SessionCookie.Name(request, CookieName)] is { Length: > 0 } text && _protector.Unprotect(text) == account;
        }
        catch (CryptographicException)
        {
            // Not ours, of another key, or too old.
            return false;
        }
    }

    public void Remember(HttpContext context, string account)
    {
        var options = SessionCookie.Options(context.Request);
        options.MaxAge = s_life;
        context.Response.Cookies.Append(SessionCookie.Name(context.Request, CookieName), _protector.Protect(account, s_life), options);
    }
}
