using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Admin.Undo;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>A page for administrators alone, by forms that need no script: everybody else is refused before anything is looked up.</summary>
public abstract class AdministratorsPage : ComponentBase
{
    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    protected bool MayChange { get; private set; }

    /// <summary>What came of the last deed.</summary>
    protected Outcome? Said { get; set; }

    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    [Inject]
    private protected UndoShelf Shelf { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Words> Words { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        MayChange = Http.User.Caller()?.ChangesEverything == true;
        if (!MayChange)
        {
            Http.Refuse(StatusCodes.Status403Forbidden);
            return;
        }

        await LookAsync();
    }

    /// <summary>Reads what the page lists.</summary>
    protected abstract Task LookAsync();

    protected async Task UndoAsync(string id)
    {
        if (MayChange && Http.User.Caller() is { } caller)
        {
            Said = await Shelf.TakeBackAsync(caller, id, Http.RequestAborted) is { } text ? Outcome.Done(text) : Outcome.Fault(Words["That cannot be taken back any more."]);
            await LookAsync();
        }
    }
}
