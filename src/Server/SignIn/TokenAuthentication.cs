using System.Data.Common;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>
/// Recognizes scripts by <c>Authorization: Bearer</c>. A token cannot be guessed, so a right one is heard however many wrong
/// ones came from the same address: nobody can lock another out.
/// </summary>
internal sealed class TokenAuthentication(
    TokenStore tokens, FailedTries failed, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Token";

    private const string Bearer = "Bearer";
    private const string Refused = "The token is not known, was revoked, or has expired.";

    private bool _isDown;
    private bool _wasTried;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            if (await tokens.FindAsync(header.Parameter ?? "", Context.RequestAborted) is { } token)
            {
                return AuthenticateResult.Success(new AuthenticationTicket(token.Caller.ToPrincipal(Name), Name));
            }
        }
        catch (DbException fault)
        {
            _isDown = true;
            return AuthenticateResult.Fail(fault);
        }

        _wasTried = true;
        failed.Add(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail(Refused);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        var wait = failed.Wait(Context.Connection.RemoteIpAddress);
        if (_isDown)
        {
            await AnswerAsync(StatusCodes.Status503ServiceUnavailable, "The state database does not answer, so nobody can be recognized. Try again later.");
        }
        else if (_wasTried && wait > TimeSpan.Zero)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await AnswerAsync(StatusCodes.Status429TooManyRequests, $"Too many wrong tokens came from this address. {Refused}");
        }
        else
        {
            // RFC 6750 §3: the challenge says why only when a token was shown.
            Response.Headers.WWWAuthenticate = _wasTried ? $"{Bearer} error=\"invalid_token\"" : Bearer;
            await AnswerAsync(
                StatusCodes.Status401Unauthorized, _wasTried ? Refused : "Send a token: Authorization: Bearer TOKEN. \"MsLite.Web token create\" makes one.");
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AnswerAsync(StatusCodes.Status403Forbidden, "Your role does not allow this.");

    private Task AnswerAsync(int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);
}
