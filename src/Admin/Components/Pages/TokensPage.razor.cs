using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Admin.Undo;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>The tokens of the REST interface, for administrators: made, shown once, revoked, and taken back.</summary>
public sealed partial class TokensPage
{
    private bool _mayChange;
    private Outcome? _said;
    private string? _made;
    private string _madeName = "";
    private AccountsForm _typed = new();
    private Role _typedRole = Role.Viewer;
    private IReadOnlyList<Token> _tokens = [];

    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private TokenStore Tokens { get; set; } = null!;

    [Inject]
    private UndoShelf Shelf { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

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

    private async Task LookAsync() => _tokens = await Tokens.ListAsync(Http.RequestAborted);

    private async Task CreateAsync()
    {
        if (!_mayChange || Typed is null)
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
            (_made, _madeName, _said) = (token, request.Name, Outcome.Done(T["The token {0} is made.", request.Name]));
            await LookAsync();
        }
        else
        {
            Say(T["There is a token with the name {0} already: choose another, or revoke that one.", request.Name]);
        }
    }

    private void Say(string fault)
    {
        _said = Outcome.Fault(fault);
        _typed = Typed!;
        _typedRole = RoleExtensions.TryParse(_typed.Role ?? "", out var role) ? role : _typedRole;
    }

    private async Task RevokeAsync()
    {
        if (_mayChange && Http.User.Caller() is { } caller && Typed is { Remove: { } name })
        {
            _said = await Tokens.RevokeAsync(name, Http.RequestAborted) is { } revoked
                ? Outcome.Done(T["The token {0} is revoked.", name], Shelf.Put(caller, ct => RestoreAsync(revoked, ct)))
                : Outcome.Fault(T["There is no token {0}.", name]);
            await LookAsync();
        }
    }

    private async Task<string> RestoreAsync(RevokedToken revoked, CancellationToken ct) => await Tokens.RestoreAsync(revoked, ct)
        ? T["The token {0} counts again.", revoked.Name]
        : T["Another token has taken the name {0} meanwhile.", revoked.Name];

    private async Task UndoAsync(string id)
    {
        if (_mayChange && Http.User.Caller() is { } caller)
        {
            _said = await Shelf.TakeBackAsync(caller, id, Http.RequestAborted) is { } text ? Outcome.Done(text) : Outcome.Fault(T["That cannot be taken back any more."]);
            await LookAsync();
        }
    }
}
