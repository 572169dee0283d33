using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.Numbers;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Health;

namespace MsLite.Admin.Components.Pages;

/// <summary>
/// The first page: does every message have a fate, how much comes, what stands out, and is all well? It follows the filter without
/// asking to be reloaded; a message's trace has an address of its own. Who is bound to domains sees those alone.
/// </summary>
public sealed partial class Overview : IDisposable
{
    private const int Rows = 50;

    // A flood of messages is drawn four times a second, not once for each.
    private static readonly TimeSpan s_atMostEvery = TimeSpan.FromMilliseconds(250);

    // Without news the rates still sink.
    private static readonly TimeSpan s_atLeastEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_numbersEvery = TimeSpan.FromSeconds(10);
    // A large journal must not hold up the first sight of the page.
    private static readonly TimeSpan s_firstContent = TimeSpan.FromMilliseconds(250);

    // Of a flood nobody reads a row: its counters move, its rows now and then.
    private static readonly TimeSpan s_rowsOfFloodEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_healthEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private OverviewState _state = OverviewState.Empty;
    private OverviewNumbers? _numbers;
    private IReadOnlyList<FateCount> _minutes = [];
    private IReadOnlyList<HealthItem> _health = [];
    private Activity? _newest;
    private long _rowsDrawn;
    private bool _isFlooded;
    private bool _asked;
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
    private NumbersCache Cache { get; set; } = null!;

    [Inject]
    private IEnumerable<INoticeSource> NoticeSources { get; set; } = null!;

    [Inject]
    private IEnumerable<IHealthSource> HealthSources { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    private Activity? Opened { get; set; }

    // Nothing to count yet: what to do first is all there is to say.
    private bool IsNew => _state.Messages.Count == 0 && (_numbers is null || _numbers.Days.All(day => day.Sum == 0)) && _minutes.All(minute => minute.Sum == 0);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _caller = SignedIn is null ? null : (await SignedIn).User.Caller();
        LookAtHealth();
        Refresh();
        await CountAsync(s_firstContent, _gone.Token);
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

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            using var subscription = Feed.Subscribe();
            var news = subscription.WaitAsync(ct).AsTask();
            var looked = Clock.GetTimestamp();
            var counted = _numbers is null ? 0 : looked;
            while (!ct.IsCancellationRequested)
            {
                // Its timer ends with it: a page that is open for days leaves none behind.
                await news.WaitAsync(s_atLeastEvery, Clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (news.IsCompletedSuccessfully)
                {
                    news = subscription.WaitAsync(ct).AsTask();
                }

                await Sight.SeenAsync(ct);
                if (IsOver(ref looked, s_healthEvery))
                {
                    LookAtHealth();
                }

                await InvokeAsync(Refresh);
                if (IsOver(ref counted, s_numbersEvery))
                {
                    await InvokeAsync(() => CountAsync(s_numbersEvery, ct));
                }

                // Of a flood nobody reads a row: then once a second is enough, for the viewer and for the line to him.
                await Task.Delay(_isFlooded ? s_atLeastEvery : s_atMostEvery, Clock, ct);
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

    private bool IsOver(ref long since, TimeSpan time)
    {
        var isOver = Clock.GetElapsedTime(since) >= time;
        since = isOver ? Clock.GetTimestamp() : since;
        return isOver;
    }

    private void LookAtHealth() => _health = _caller?.SeesEverything == true ? [.. HealthSources.SelectMany(source => source.Health)] : [];

    private void Refresh()
    {
        var seesEverything = _caller?.SeesEverything == true;
        var state = new OverviewState(
            Metrics.Ledger,
            FateRates.From(Metrics),
            ReadRows(),
            seesEverything ? [.. NoticeSources.SelectMany(source => source.Notices)] : [],
            _health);
        if (!state.LooksLike(_state))
        {
            _state = state;
            _minutes = seesEverything ? Metrics.LastHour() : _minutes;
            StateHasChanged();
        }
    }

    private IReadOnlyList<Activity> ReadRows()
    {
        IReadOnlyList<Activity> rows = [.. Visible(ActivityFeed.Capacity).Take(Rows)];
        // What was the newest when it was last looked has left the table already.
        _isFlooded = rows.Count == Rows && _state.Messages.Count == Rows && !rows.Any(message => ReferenceEquals(message, _newest));
        _newest = rows.Count > 0 ? rows[0] : null;
        if (_isFlooded && !IsOver(ref _rowsDrawn, s_rowsOfFloodEvery))
        {
            return _state.Messages;
        }

        _rowsDrawn = Clock.GetTimestamp();
        return rows;
    }

    private async Task CountAsync(TimeSpan patience, CancellationToken ct)
    {
        if (_caller is null)
        {
            return;
        }

        _numbers = await Cache.ReadAsync(_caller, Viewer.Zone, patience, ct) ?? _numbers;
        _minutes = _caller.SeesEverything ? Metrics.LastHour() : _numbers?.Minutes ?? _minutes;
        _asked = patience != s_firstContent;
        StateHasChanged();
    }

    private IEnumerable<Activity> Visible(int most) => Feed.Recent(most).Where(message => _caller is not null && message.IsVisibleTo(_caller));

    private void CloseTrace() => Navigation.NavigateTo(AdminUrls.Overview);
}
