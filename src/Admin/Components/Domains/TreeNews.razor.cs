using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MsLite.Filter.Access;
using MsLite.Filter.History;

namespace MsLite.Admin.Components.Domains;

/// <summary>Has an open page of a domain drawn anew when its files have changed since it was drawn, by whomever, as soon as nothing is typed in it.</summary>
public sealed partial class TreeNews : IDisposable
{
    /// <summary>What the browser answers when a field holds what nobody has sent.</summary>
    private const string Typing = "typing";

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private string _said = "";
    private string _drawn = "";
    private string _seen = "";

    [Parameter]
    [EditorRequired]
    public string Domain { get; set; } = "";

    /// <summary>The mark (<see cref="TreeChanges.MarkOf"/>) that was taken before the page was drawn; each drawing brings another one.</summary>
    [Parameter]
    [EditorRequired]
    public string Drawn { get; set; } = "";

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

    protected override void OnParametersSet()
    {
        if (_drawn != Drawn)
        {
            _drawn = _seen = Drawn;
            _said = "";
        }
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
            // The first look is at once: what has changed between the drawing and now is no less a change.
            using var timer = new PeriodicTimer(s_lookEvery, Clock);
            do
            {
                await InvokeAsync(() => LookAsync(ct));
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (Exception gone) when (gone is OperationCanceledException or JSDisconnectedException)
        {
            // The viewer left.
        }
    }

    /// <summary>While something stands in the way, each look tries again.</summary>
    private async Task LookAsync(CancellationToken ct)
    {
        if (Changes.MarkOf(Domain) is var now && now == _seen)
        {
            return;
        }

        var obstacle = await Browser.InvokeAsync<string>("msLite.freshen", ct);
        _seen = obstacle.Length == 0 ? now : _seen;
        if ((obstacle == Typing ? T["The files have changed. The page is drawn anew when you have sent what you typed."].Value : "") is var said && said != _said)
        {
            _said = said;
            StateHasChanged();
        }
    }
}
