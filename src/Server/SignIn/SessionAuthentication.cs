using System.Data.Common;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using MsLite.Admin;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Recognizes people by the cookie of their session, and leads those who have none to the sign-in.</summary>
internal sealed class SessionAuthentication(
    SessionStore sessions, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Session";

    private bool _isDown;
    private bool _hasEnded;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { Length: > 0 } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            // An open page asks without anybody at it: it does not keep the session alive.
            var isUse = !Request.Path.StartsWithSegments(LiveSessions.Path, StringComparison.OrdinalIgnoreCase);
            if (await sessions.FindAsync(secret, isUse, Context.RequestAborted) is { } session)
            {
                return AuthenticateResult.Success(new AuthenticationTicket(session.Caller.ToPrincipal(Name, session.Id), Name));
            }
        }
        catch (DbException fault)
        {
            _isDown = true;
            return AuthenticateResult.Fail(fault);
        }

        _hasEnded = true;
        return AuthenticateResult.Fail(SignInWords.Ended);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_isDown)
        {
            await AnswerAsync(StatusCodes.Status503ServiceUnavailable, SignInWords.DatabaseDown);
            return;
        }

        if (_hasEnded)
        {
            SessionCookie.Clear(Context);
        }

        if (ApiRoot.Matches(Request.Path))
        {
            await Context.ChallengeAsync(TokenAuthentication.Name);
        }
        else if (!HttpMethods.IsGet(Request.Method) || Request.Path.StartsWithSegments(LiveSessions.Path, StringComparison.OrdinalIgnoreCase))
        {
            await AnswerAsync(StatusCodes.Status401Unauthorized, "Nobody is signed in.");
        }
        else
        {
            Response.Redirect(AdminUrls.SignInThen(Request.Path + Request.QueryString, _hasEnded));
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ApiRoot.Matches(Request.Path)
        ? Context.ForbidAsync(TokenAuthentication.Name)
        : AnswerAsync(StatusCodes.Status403Forbidden, "Your role does not allow this.");

    private Task AnswerAsync(int status, string text)
    {
        Response.StatusCode = status;
        Response.ContentType = "text/plain; charset=utf-8";
        return Response.WriteAsync(text + "\n", Context.RequestAborted);
    }
}
