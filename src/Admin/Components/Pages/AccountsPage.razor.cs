using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Controls;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Who may come in, for administrators, by forms that need no script.</summary>
public sealed partial class AccountsPage
{
    private string? _typedName;
    private string? _typedDomains;
    private Role _typedRole = Role.DomainAdministrator;
    private IReadOnlyList<Account> _accounts = [];

    [Inject]
    private AccountStore Accounts { get; set; } = null!;

    protected override async Task LookAsync() => _accounts = await Accounts.ListAsync(Http.RequestAborted);

    private async Task CreateAsync()
    {
        if (!MayChange || Typed is not { Name: { } name, Password: { } password })
        {
            return;
        }

        if (!RoleExtensions.TryParse(Typed.Role ?? "", out var role))
        {
            Said = Outcome.Fault(T["Choose a role."]);
            return;
        }

        if (await Accounts.CreateAsync(name, password, role, RoleFields.Split(Typed.Domains), Http.RequestAborted) is { } fault)
        {
            Said = Outcome.Fault(fault);
            (_typedName, _typedDomains, _typedRole) = (name, Typed.Domains, role);
            return;
        }

        Said = Outcome.Done(T["The account {0} is made.", AccountName.ToKey(name)]);
        await LookAsync();
    }

    private async Task DeleteAsync()
    {
        if (MayChange && Http.User.Caller() is { } caller && Typed is { Remove: { } name })
        {
            Said = await Accounts.DeleteAsync(name, Http.RequestAborted) is { } deleted
                ? Outcome.Done(T["The account {0} is gone, and its sessions have ended.", name], Shelf.Put(caller, ct => RestoreAsync(deleted, ct)))
                : Outcome.Fault(T["The last administrator stays: without one nobody could come in."]);
            await LookAsync();
        }
    }

    private async Task<string> RestoreAsync(DeletedAccount deleted, CancellationToken ct) => await Accounts.RestoreAsync(deleted, ct)
        ? T["The account {0} is back, with its password.", deleted.Name]
        : T["Another account has taken the name {0} meanwhile.", deleted.Name];
}
