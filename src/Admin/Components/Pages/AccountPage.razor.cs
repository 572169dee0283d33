using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>One's own password, authenticator and sessions, by forms that need no script.</summary>
public sealed partial class AccountPage
{
    private string _name = "";
    private string _role = "";
    private string? _session;
    private string? _said;
    private string _key = "";
    private bool _hasCodes;
    private IReadOnlyList<string> _recovery = [];
    private IReadOnlyList<Session> _sessions = [];

    [SupplyParameterFromForm]
    public AccountForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private OwnAccount Own { get; set; } = null!;

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var caller = Http.User.Caller();
        (_name, _role, _session) = (caller?.Name ?? "", caller?.Role.Word().Replace('-', ' ') ?? "", Http.User.SessionId());
        _key = Typed?.Key ?? OwnAccount.NewKey();
        await LookAsync();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // A token has no account of its own to change.
    private async Task LookAsync()
    {
        if (_session is not null)
        {
            _hasCodes = (await Own.FindAsync(_name, Http.RequestAborted))?.HasCodes == true;
            _sessions = await Sessions.ListAsync(_name, Http.RequestAborted);
        }
    }

    private async Task ChangePasswordAsync()
    {
        if (_session is null || Typed is not { Current: { } current, Password: { } password })
        {
            return;
        }

        _said = password == Typed.Again
            ? await Own.ChangePasswordAsync(_name, current, password, Http.RequestAborted)
            : "The two new passwords differ.";
        if (_said is not null)
        {
            return;
        }

        // Every session has ended; who changed it goes on with a new one.
        SessionCookie.Write(Http, await Sessions.BeginAsync(
            _name, Http.Connection.RemoteIpAddress?.ToString() ?? "", Http.Request.Headers.UserAgent.ToString(), Http.RequestAborted));
        _said = "The password is changed, and every other session has ended.";
        _sessions = [];
    }

    private async Task AskForCodesAsync()
    {
        if (_session is not null && Typed is { Current: { } current, Key: { } key, Code: { } code })
        {
            (_recovery, _said) = await Own.AskForCodesAsync(_name, current, key, code, Http.RequestAborted);
            await LookAsync();
        }
    }

    private async Task StopAskingAsync()
    {
        if (_session is not null && Typed is { Current: { } current })
        {
            _said = await Own.StopAskingAsync(_name, current, Http.RequestAborted) ?? "No code is asked for any more.";
            await LookAsync();
        }
    }

    private async Task EndSessionAsync()
    {
        if (_session is not null && Typed is { Session: { } id })
        {
            await Sessions.EndAsync(_name, id, Http.RequestAborted);
            _said = "The session has ended.";
            await LookAsync();
        }
    }
}
