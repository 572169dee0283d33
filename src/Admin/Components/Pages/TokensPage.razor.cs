using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>The tokens of the REST interface, for administrators: made, shown once, revoked, and taken back.</summary>
public sealed partial class TokensPage
{
    private string? _made;
    private string _madeName = "";
    private AccountsForm _typed = new();
    private Role _typedRole = Role.Viewer;
    private IReadOnlyList<Token> _tokens = [];

    [Inject]
    private TokenStore Tokens { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task LookAsync() => _tokens = await Tokens.ListAsync(Http.RequestAborted);

    private async Task CreateAsync()
    {
        if (!MayChange || Typed is null)
        {
            return;
        }

        if (!TokenRequest.TryParse(Typed.Name ?? "", Typed.Role ?? "", RoleFields.Split(Typed.Domains), (Typed.Expires ?? "").Trim(), Clock, out var request, out var fault))
        {
            Say(fault);
        }
        else if (await Tokens.CreateAsync(request, Http.RequestAborted) is { } token)
        {
            // What is shown once must not be found again in any store of the browser.
            Http.Response.Headers.CacheControl = "no-store";
            (_made, _madeName, Said) = (token, request.Name, Outcome.Done(T["The token {0} is made.", request.Name]));
            await LookAsync();
        }
        else
        {
            Say(T["There is a token with the name {0} already: choose another, or revoke that one.", request.Name]);
        }
    }

    private void Say(string fault)
    {
        Said = Outcome.Fault(fault);
        _typed = Typed!;
        _typedRole = RoleExtensions.TryParse(_typed.Role ?? "", out var role) ? role : _typedRole;
    }

    private async Task RevokeAsync()
    {
        if (MayChange && Http.User.Caller() is { } caller && Typed is { Remove: { } name })
        {
            Said = await Tokens.RevokeAsync(name, Http.RequestAborted) is { } revoked
                ? Outcome.Done(T["The token {0} is revoked.", name], Shelf.Put(caller, ct => RestoreAsync(revoked, ct)))
                : Outcome.Fault(T["There is no token {0}.", name]);
            await LookAsync();
        }
    }

    private async Task<string> RestoreAsync(RevokedToken revoked, CancellationToken ct) => await Tokens.RestoreAsync(revoked, ct)
        ? T["The token {0} counts again.", revoked.Name]
        : T["Another token has taken the name {0} meanwhile.", revoked.Name];
}
