using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>The way in: a form that needs no script.</summary>
public sealed partial class SignIn
{
    private string? _message;
    private bool _wantsCode;
    private bool _isSetUp = true;

    [SupplyParameterFromForm(FormName = "sign-in")]
    public SignInForm? Typed { get; set; }

    /// <summary>The path somebody wanted to see.</summary>
    [SupplyParameterFromQuery(Name = "return")]
    public string? Return { get; set; }

    /// <summary>They were signed in before.</summary>
    [SupplyParameterFromQuery(Name = "ended")]
    public bool Ended { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignInDesk Desk { get; set; } = null!;

    [Inject]
    private AccountStore Accounts { get; set; } = null!;

    [Inject]
    private KnownBrowser Browser { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _message = Ended && Typed is null ? SignInWords.Ended : null;
        _wantsCode = Typed?.Code is not null;
        try
        {
            _isSetUp = await Accounts.HasAdministratorAsync(Http.RequestAborted);
        }
        catch (DbException)
        {
            _message = SignInWords.DatabaseDown;
        }
    }

    private async Task SubmitAsync()
    {
        var typed = Typed ?? new SignInForm();
        try
        {
            var known = Browser.Knows(Http.Request, AccountName.ToKey(typed.Name ?? ""));
            var outcome = await Desk.TryAsync(
                new SignInTry(typed.Name ?? "", typed.Password ?? "", typed.Code ?? "", Http.Connection.RemoteIpAddress, known, Http.Request.Headers.UserAgent.ToString()),
                Http.RequestAborted);
            if (outcome is SignInOutcome.Done done)
            {
                SessionCookie.Write(Http, done.Secret);
                Browser.Remember(Http, done.Account);
                Navigation.NavigateTo(LocalPath.Of(Return));
                return;
            }

            if (outcome is SignInOutcome.Wait)
            {
                Http.Refuse(StatusCodes.Status429TooManyRequests);
            }

            _wantsCode |= outcome is SignInOutcome.NeedsCode;
            _message = SignInWords.For(outcome);
        }
        catch (DbException)
        {
            _message = SignInWords.DatabaseDown;
        }
    }
}
