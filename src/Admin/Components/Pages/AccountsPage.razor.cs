using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Who may come in, for administrators, by forms that need no script.</summary>
public sealed partial class AccountsPage
{
    private bool _mayChange;
    private string? _said;
    private string? _typedName;
    private string? _typedDomains;
    private IReadOnlyList<Account> _accounts = [];
    private IReadOnlyList<Token> _tokens = [];

    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private AccountStore Accounts { get; set; } = null!;

    [Inject]
    private TokenStore Tokens { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _mayChange = Http.User.Caller()?.ChangesEverything == true;
        if (!_mayChange)
        {
            Http.Refuse(StatusCodes.Status403Forbidden);
            return;
        }

        await LookAsync();
    }

    private async Task LookAsync()
    {
        _accounts = await Accounts.ListAsync(Http.RequestAborted);
        _tokens = await Tokens.ListAsync(Http.RequestAborted);
    }

    private async Task CreateAsync()
    {
        if (!_mayChange || Typed is not { Name: { } name, Password: { } password })
        {
            return;
        }

        if (!RoleExtensions.TryParse(Typed.Role ?? "", out var role))
        {
            _said = "Choose a role.";
            return;
        }

        var domains = (Typed.Domains ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _said = await Accounts.CreateAsync(name, password, role, domains, Http.RequestAborted);
        if (_said is not null)
        {
            (_typedName, _typedDomains) = (name, Typed.Domains);
            return;
        }

        _said = $"The account {AccountName.ToKey(name)} is made.";
        await LookAsync();
    }

    private async Task DeleteAsync()
    {
        if (_mayChange && Typed is { Remove: { } name })
        {
            _said = await Accounts.DeleteAsync(name, Http.RequestAborted)
                ? $"The account {name} is gone, and its sessions have ended."
                : "The last administrator stays: without one nobody could come in.";
            await LookAsync();
        }
    }

    private async Task RevokeAsync()
    {
        if (_mayChange && Typed is { Remove: { } name })
        {
            _said = await Tokens.RevokeAsync(name, Http.RequestAborted) ? $"The token {name} is revoked." : $"There is no token {name}.";
            await LookAsync();
        }
    }
}
