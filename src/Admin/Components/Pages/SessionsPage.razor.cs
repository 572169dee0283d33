using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Controls;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Everybody who is signed in, for administrators, who can end any session or all of them.</summary>
public sealed partial class SessionsPage
{
    private IReadOnlyList<Session> _sessions = [];

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

    protected override async Task LookAsync() => _sessions = await Sessions.ListAllAsync(Http.RequestAborted);

    private async Task EndAsync()
    {
        if (MayChange && Typed is { Remove: { } id } && _sessions.FirstOrDefault(session => session.Id == id) is { } session)
        {
            await Sessions.EndAsync(session.Caller.Name, id, Http.RequestAborted);
            Said = Outcome.Done(T["The session of {0} from {1} has ended.", session.Caller.Name, session.Address]);
            await LookAsync();
        }
    }

    private async Task EndOthersAsync()
    {
        if (MayChange && Http.User.SessionId() is { } own)
        {
            Said = Outcome.Done(T["{0} sessions have ended.", await Sessions.EndOthersAsync(own, Http.RequestAborted)]);
            await LookAsync();
        }
    }
}
