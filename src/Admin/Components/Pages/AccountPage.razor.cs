using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>One's own password, authenticator and sessions, by forms that need no script.</summary>
public sealed partial class AccountPage
{
    private string _name = "";
    private string _role = "";
    private string? _session;
    private Outcome? _said;
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
        (_name, _role, _session) = (caller?.Name ?? "", caller is null ? "" : RoleWords.Of(caller.Role), Http.User.SessionId());
        _key = Typed?.Key ?? OwnAccount.NewKey();
        await LookAsync();
    }

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

        var fault = password == Typed.Again
            ? await Own.ChangePasswordAsync(_name, current, password, Http.RequestAborted)
            : T["The two new passwords differ."].Value;
        if (fault is not null)
        {
            _said = Outcome.Fault(fault);
            return;
        }

        // Every session has ended; who changed it goes on with a new one.
        SessionCookie.Write(Http, await Sessions.BeginAsync(
            _name, Http.Connection.RemoteIpAddress?.ToString() ?? "", Http.Request.Headers.UserAgent.ToString(), Http.RequestAborted));
        _said = Outcome.Done(T["The password is changed, and every other session has ended."]);
        _sessions = [];
    }

    private async Task AskForCodesAsync()
    {
        if (_session is not null && Typed is { Current: { } current, Key: { } key, Code: { } code })
        {
            (_recovery, var fault) = await Own.AskForCodesAsync(_name, current, key, code, Http.RequestAborted);
            _said = fault is null ? Outcome.Done(T["From now on a code is asked for."]) : Outcome.Fault(fault);
            await LookAsync();
        }
    }

    private async Task StopAskingAsync()
    {
        if (_session is not null && Typed is { Current: { } current })
        {
            var fault = await Own.StopAskingAsync(_name, current, Http.RequestAborted);
            _said = fault is null ? Outcome.Done(T["No code is asked for any more."]) : Outcome.Fault(fault);
            await LookAsync();
        }
    }

    private async Task EndSessionAsync()
    {
        if (_session is not null && Typed is { Remove: { } id })
        {
            await Sessions.EndAsync(_name, id, Http.RequestAborted);
            _said = Outcome.Done(T["The session has ended."]);
            await LookAsync();
        }
    }
}
