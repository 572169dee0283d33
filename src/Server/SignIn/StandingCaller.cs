using System.Data.Common;
using System.Net.Http.Headers;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Says of an answer that goes on for long whether whoever asked for it may still have it.</summary>
internal sealed class StandingCaller(TokenStore tokens, SessionStore sessions)
{
    /// <summary>False when the token or session has ended, or may see other things than at the beginning.</summary>
    public async Task<bool> StandsAsync(HttpContext context, CancellationToken ct)
    {
        var caller = context.Caller();
        try
        {
            return await FindAsync(context, ct) is { } now && now.Name == caller.Name && now.Role == caller.Role && now.Domains.SetEquals(caller.Domains);
        }
        catch (DbException)
        {
            // A database that does not answer ends nothing: what is shown was allowed when it answered, and it is asked again.
            return true;
        }
    }

    private async Task<Caller?> FindAsync(HttpContext context, CancellationToken ct)
    {
        if (context.User.SessionId() is null)
        {
            return AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
                ? (await tokens.FindAsync(header.Parameter ?? "", ct))?.Caller
                : null;
        }

        return SessionCookie.Read(context.Request) is { } secret ? (await sessions.FindAsync(secret, isUse: false, ct))?.Caller : null;
    }
}
