using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Admin.Undo;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Who may come in, for administrators, by forms that need no script.</summary>
public sealed partial class AccountsPage
{
    private bool _mayChange;
    private Outcome? _said;
    private string? _typedName;
    private string? _typedDomains;
    private Role _typedRole = Role.DomainAdministrator;
    private IReadOnlyList<Account> _accounts = [];

    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private AccountStore Accounts { get; set; } = null!;

    [Inject]
    private UndoShelf Shelf { get; set; } = null!;

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

    private async Task LookAsync() => _accounts = await Accounts.ListAsync(Http.RequestAborted);

    private async Task CreateAsync()
    {
        if (!_mayChange || Typed is not { Name: { } name, Password: { } password })
        {
            return;
        }

        if (!RoleExtensions.TryParse(Typed.Role ?? "", out var role))
        {
            _said = Outcome.Fault(T["Choose a role."]);
            return;
        }

        if (await Accounts.CreateAsync(name, password, role, RoleFields.Split(Typed.Domains), Http.RequestAborted) is { } fault)
        {
            _said = Outcome.Fault(fault);
            (_typedName, _typedDomains, _typedRole) = (name, Typed.Domains, role);
            return;
        }

        _said = Outcome.Done(T["The account {0} is made.", AccountName.ToKey(name)]);
        await LookAsync();
    }

    private async Task DeleteAsync()
    {
        if (_mayChange && Http.User.Caller() is { } caller && Typed is { Remove: { } name })
        {
            _said = await Accounts.DeleteAsync(name, Http.RequestAborted) is { } deleted
                ? Outcome.Done(T["The account {0} is gone, and its sessions have ended.", name], Shelf.Put(caller, ct => RestoreAsync(deleted, ct)))
                : Outcome.Fault(T["The last administrator stays: without one nobody could come in."]);
            await LookAsync();
        }
    }

    private async Task<string> RestoreAsync(DeletedAccount deleted, CancellationToken ct) => await Accounts.RestoreAsync(deleted, ct)
        ? T["The account {0} is back, with its password.", deleted.Name]
        : T["Another account has taken the name {0} meanwhile.", deleted.Name];

    private async Task UndoAsync(string id)
    {
        if (_mayChange && Http.User.Caller() is { } caller)
        {
            _said = await Shelf.TakeBackAsync(caller, id, Http.RequestAborted) is { } text ? Outcome.Done(text) : Outcome.Fault(T["That cannot be taken back any more."]);
            await LookAsync();
        }
    }
}
