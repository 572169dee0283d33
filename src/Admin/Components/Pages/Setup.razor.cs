using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>Where the first administrator comes in, with the link that the program printed.</summary>
public sealed partial class Setup
{
    private bool _isGood;
    private string? _message;

    [Parameter]
    public string Link { get; set; } = "";

    [SupplyParameterFromForm(FormName = "setup")]
    public NewPasswordForm? Typed { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SetupLinks Links { get; set; } = null!;

    [Inject]
    private SessionStore Sessions { get; set; } = null!;

    [Inject]
    private KnownBrowser Browser { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _isGood = await Links.IsGoodAsync(Link, Http.RequestAborted);
        }
        catch (DbException)
        {
            _message = SignInWords.DatabaseDown;
        }

        if (!_isGood)
        {
            Http.Refuse(StatusCodes.Status410Gone);
        }
    }

    private async Task SubmitAsync()
    {
        if (!_isGood || Typed is not { Name: { } name, Password: { } password })
        {
            return;
        }

        try
        {
            _message = password == Typed.Again ? await Links.UseAsync(Link, name, password, Http.RequestAborted) : "The two passwords differ.";
            if (_message is null)
            {
                await ComeInAsync(AccountName.ToKey(name));
            }
        }
        catch (DbException)
        {
            _message = SignInWords.DatabaseDown;
        }
    }

    private async Task ComeInAsync(string account)
    {
        var secret = await Sessions.BeginAsync(account, Http.Connection.RemoteIpAddress?.ToString() ?? "", Http.Request.Headers.UserAgent.ToString(), Http.RequestAborted);
        SessionCookie.Write(Http, secret);
        Browser.Remember(Http, account);
        Navigation.NavigateTo(AdminUrls.Overview);
    }
}
