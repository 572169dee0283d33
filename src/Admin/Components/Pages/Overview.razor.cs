using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MsLite.Filter;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>
/// The first page: does every message have a fate, and what were the last ones? It follows the filter without asking to be
/// reloaded; a message's trace has an address of its own.
/// </summary>
public sealed partial class Overview : IDisposable
{
    private const int Rows = 50;

    // A flood of messages is drawn four times a second, not once for each.
    private static readonly TimeSpan s_atMostEvery = TimeSpan.FromMilliseconds(250);

    // Without news the rates still sink.
    private static readonly TimeSpan s_atLeastEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private OverviewState _state = OverviewState.Empty;
    private bool _live;
    private Caller? _caller;

    /// <summary>The message whose trace is open.</summary>
    [SupplyParameterFromQuery(Name = "message")]
    public string? MessageId { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    [Inject]
    private ActivityFeed Feed { get; set; } = null!;

    [Inject]
    private FilterMetrics Metrics { get; set; } = null!;

    [Inject]
    private IEnumerable<INoticeSource> NoticeSources { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    private Activity? Opened { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _caller = SignedIn is null ? null : (await SignedIn).User.Caller();
        Refresh();
    }

    // Looked up once: the open trace stays when its row has left the table.
    protected override void OnParametersSet() => Opened = MessageId is null
        ? null
        : Opened?.Id == MessageId ? Opened : Visible(ActivityFeed.Capacity).FirstOrDefault(message => message.Id == MessageId);

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _live = true;
        StateHasChanged();
        _ = FollowAsync(_gone.Token);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            using var subscription = Feed.Subscribe();
            var news = subscription.WaitAsync(ct).AsTask();
            while (true)
            {
                await Task.WhenAny(news, Task.Delay(s_atLeastEvery, Clock, ct));
                if (news.IsCompleted)
                {
                    await news;
                    news = subscription.WaitAsync(ct).AsTask();
                }

                await InvokeAsync(Refresh);
                await Task.Delay(s_atMostEvery, Clock, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer left.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private void Refresh()
    {
        var state = OverviewState.From(Metrics, Visible(ActivityFeed.Capacity).Take(Rows), _caller?.SeesEverything == true ? NoticeSources : []);
        if (!state.LooksLike(_state))
        {
            _state = state;
            StateHasChanged();
        }
    }

    private IEnumerable<Activity> Visible(int most) => Feed.Recent(most).Where(message => _caller is not null && message.IsVisibleTo(_caller));

    private void CloseTrace() => Navigation.NavigateTo(AdminUrls.Overview);
}
