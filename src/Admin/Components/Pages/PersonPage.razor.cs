using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>One account, for administrators: its role, its password, how it signs in and where.</summary>
public sealed partial class PersonPage
{
    private Account? _account;
    private Outcome? _said;
    private IReadOnlyList<Session> _sessions = [];

    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private AccountStore Accounts { get; set; } = null!;

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        await LookAsync();
        if (_account is null)
        {
            Http.Refuse(StatusCodes.Status404NotFound);
        }
    }

    // Whoever may not see it hears the same as about one that is not there.
    private async Task LookAsync()
    {
        if (Http.User.Caller()?.ChangesEverything == true)
        {
            _account = (await Accounts.ListAsync(Http.RequestAborted)).FirstOrDefault(account => account.Name == Name);
            _sessions = _account is null ? [] : await Sessions.ListAsync(Name, Http.RequestAborted);
        }
    }

    private async Task ChangeRoleAsync()
    {
        if (_account is null || !RoleExtensions.TryParse(Typed?.Role ?? "", out var role))
        {
            return;
        }

        await SayAsync(
            await Accounts.ChangeAsync(Name, role, RoleFields.Split(Typed?.Domains), Http.RequestAborted),
            T["Role and domains of {0} are changed, and its sessions have ended.", Name]);
    }

    private async Task SetPasswordAsync()
    {
        if (_account is not null && Typed is { Password: { } password })
        {
            await SayAsync(await Accounts.SetPasswordAsync(Name, password, Http.RequestAborted), T["The password of {0} is set, and its sessions have ended.", Name]);
        }
    }

    private async Task ForgetCodesAsync()
    {
        if (_account is not null)
        {
            var done = await Accounts.ForgetCodesAsync(Name, Http.RequestAborted);
            await SayAsync(done ? null : T["No code was asked for."].Value, T["No code is asked for any more, and the sessions of {0} have ended.", Name]);
        }
    }

    private async Task EndSessionAsync()
    {
        if (_account is not null && Typed is { Remove: { } id })
        {
            await Sessions.EndAsync(Name, id, Http.RequestAborted);
            await SayAsync(null, T["The session has ended."]);
        }
    }

    private async Task SayAsync(string? fault, string done)
    {
        _said = fault is null ? Outcome.Done(done) : Outcome.Fault(fault);
        if (fault is null)
        {
            Typed = null;
            await LookAsync();
        }
    }
}
