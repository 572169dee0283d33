using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using MsLite.Admin.Components.Pages;
using MsLite.Filter.Access;

namespace MsLite.Admin.Tests;

/// <summary>The overview as somebody sees it who is signed in.</summary>
internal sealed class SignedInOverview : ComponentBase
{
    /// <summary>An administrator, unless a test says otherwise; null for nobody.</summary>
    [Parameter]
    public Caller? Caller { get; set; } = new("admin", Role.Administrator, new HashSet<string>());

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var user = Caller is null ? new ClaimsPrincipal(new ClaimsIdentity()) : Caller.ToPrincipal("test");
        builder.OpenComponent<CascadingValue<Task<AuthenticationState>>>(0);
        builder.AddComponentParameter(1, "Value", Task.FromResult(new AuthenticationState(user)));
        builder.AddComponentParameter(2, "ChildContent", (RenderFragment)(inner =>
        {
            inner.OpenComponent<Overview>(0);
            inner.CloseComponent();
        }));
        builder.CloseComponent();
    }
}
