using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Everybody who is signed in, for administrators, who can end any session or all of them.</summary>
public sealed partial class SessionsPage
{
    private bool _mayChange;
    private Outcome? _said;
    private IReadOnlyList<Session> _sessions = [];

    [SupplyParameterFromForm]
    public AccountsForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

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

    private async Task LookAsync() => _sessions = await Sessions.ListAllAsync(Http.RequestAborted);

    private async Task EndAsync()
    {
        if (_mayChange && Typed is { Remove: { } id } && _sessions.FirstOrDefault(session => session.Id == id) is { } session)
        {
            await Sessions.EndAsync(session.Caller.Name, id, Http.RequestAborted);
            _said = Outcome.Done(T["The session of {0} from {1} has ended.", session.Caller.Name, session.Address]);
            await LookAsync();
        }
    }

    private async Task EndOthersAsync()
    {
        if (_mayChange && Http.User.SessionId() is { } own)
        {
            _said = Outcome.Done(T["{0} sessions have ended.", await Sessions.EndOthersAsync(own, Http.RequestAborted)]);
            await LookAsync();
        }
    }
}
