using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MsLite.Filter.Access;
using MsLite.Filter.History;

namespace MsLite.Admin.Components.Domains;

/// <summary>Has an open page of a domain drawn anew when its files have changed, by whomever, unless something is typed in it.</summary>
public sealed partial class TreeNews : IDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private string _said = "";

    [Parameter]
    [EditorRequired]
    public string Domain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Inject]
    private TreeChanges Changes { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && (await SignedIn).User.Caller()?.MaySee(Domain) == true)
        {
            _ = FollowAsync(_gone.Token);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            var seen = Changes.CountOf(Domain);
            using var timer = new PeriodicTimer(s_lookEvery, Clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                if (Changes.CountOf(Domain) is var now && now != seen)
                {
                    seen = now;
                    await InvokeAsync(async () =>
                    {
                        _said = await Browser.InvokeAsync<bool>("msLite.freshen", ct) ? "" : T["The files have changed. The page is drawn anew when you have sent what you typed."];
                        StateHasChanged();
                    });
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or JSDisconnectedException)
        {
            // The viewer left.
        }
    }
}
