using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>The way out: the session ends here and on the server.</summary>
public sealed partial class SignOut
{
    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private async Task SubmitAsync()
    {
        if (Http.User.Caller() is { } caller && Http.User.SessionId() is { } id)
        {
            await Sessions.EndAsync(caller.Name, id, Http.RequestAborted);
        }

        SessionCookie.Clear(Http);
        Navigation.NavigateTo(AdminUrls.SignIn);
    }
}
