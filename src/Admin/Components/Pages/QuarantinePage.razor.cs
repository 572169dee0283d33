using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.JSInterop;
using MsLite.Admin.Components.Controls;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;

namespace MsLite.Admin.Components.Pages;

/// <summary>
/// Refused mail, the newest first: found by words and facets, gone through by keys, released and deleted one by one or many together. Its
/// rows stay where they are while mail arrives; a line says that there is more.
/// </summary>
public sealed partial class QuarantinePage : IDisposable
{
    /// <summary>New copies are counted up to here.</summary>
    private const int MostNewer = 99;

    // A flood of messages is counted now and then, not once for each.
    private static readonly TimeSpan s_atMostEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_errandsEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>A page without a circuit is drawn anew when a form was sent: what that form wanted may be over by then.</summary>
    private static readonly TimeSpan s_justBefore = TimeSpan.FromSeconds(20);

    /// <summary>Counting what a common word finds reads much of a file that need not be in memory: a page without its rows does not wait longer for it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The same when the rows are there already.</summary>
    private static readonly TimeSpan s_patienceWithRows = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _gone = new();
    private readonly Dictionary<long, QuarantineHit> _chosen = [];
    private CancellationTokenSource? _reading;
    private TaskCompletionSource _drawn = new();
    private QuarantineAddress _address = new();
    private QuarantineListState _state = QuarantineListState.Empty;
    private Caller? _caller;
    private IReadOnlyList<Errand> _errands = [];
    private DateTimeOffset _opened;
    private bool _areAllChosen;
    private bool _isWatching;
    private int _ended;
    private bool _live;
    private long _newer;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <summary>The request that the page is drawn for; null on a circuit.</summary>
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private QuarantineSearch Search { get; set; } = null!;

    [Inject]
    private ErrandDesk Desk { get; set; } = null!;

    [Inject]
    private ActivityFeed Feed { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <summary>Said when it is over, not when it begins: a screen reader would have two things to say of each step.</summary>
    private bool IsCounting => !_state.IsCounted && _state.Fault is null;

    private string Summary => IsCounting ? T["Counting…"] : (_state.Facets.Copies, _state.Facets.IsWhole) switch
    {
        (0, _) => T["No message"],
        (1, true) => T["One message"],
        (var copies, true) => T["{0} messages", Number(copies)],
        var (copies, _) => T["More than {0} messages", Number(copies)],
    };

    /// <summary>Whether what is drawn here is fetched by a script, into a page whose circuit draws the counts as soon as it has them.</summary>
    private bool IsFollowedByCircuit => Http?.Request.Headers.Accept.ToString().Contains("blazor-enhanced-nav=on", StringComparison.Ordinal) == true;

    /// <summary>Whether the script that asks is in this very page: its circuit has the rows, and nothing of what is drawn here is put into it.</summary>
    private bool IsDrawnByCircuit =>
        IsFollowedByCircuit && Uri.TryCreate(Http!.Request.Headers.Referer, UriKind.Absolute, out var from) && from.AbsolutePath == AdminUrls.Quarantine;

    /// <summary>A viewer may not; a domain administrator may, since he sees his domains only.</summary>
    private bool MayChange => _live && _caller is { Role: not Role.Viewer };

    private QuarantineAddress Older => _address.FirstPage with { Cursor = _state.Hits[^1].Key };

    private QuarantineAddress Newer => _address.FirstPage with { NewerThan = _state.Hits[0].Key };

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
        _reading?.Dispose();
        _gone.Dispose();
    }

    /// <summary>Drawn for the first time with its rows: what the server drew before stays until then.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (_caller is null && SignedIn is not null)
        {
            _caller = (await SignedIn).User.Caller();
            _address = QuarantineAddress.Of(Navigation.Uri);
            await (IsDrawnByCircuit ? Task.CompletedTask : IsFollowedByCircuit ? ReadRowsAsync() : ReadAsync());
            Navigation.LocationChanged += OnLocationChanged;
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }

    protected override void OnInitialized() => _opened = Clock.GetUtcNow();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The browser has said that it is done.
        _drawn.TrySetResult();
        if (!firstRender)
        {
            return;
        }

        _live = true;
        StateHasChanged();
        _ = FollowAsync(_gone.Token);
        _ = WatchErrandsAsync();
        await Browser.InvokeVoidAsync("msLite.listReady", _gone.Token);
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private async Task ReadAsync()
    {
        var address = _address;
        var state = await QuarantineListState.ReadAsync(Search, address, _caller, s_patience, _gone.Token);
        if (ReferenceEquals(address, _address))
        {
            (_state, _newer) = (state, 0);
        }
    }

    private async Task ReadRowsAsync() => _state = await QuarantineListState.ReadRowsAsync(Search, _address, _caller, _gone.Token);

    /// <summary>Rows first: whoever searches looks at them while it is still counted how many there are, and another page of them has the same counts.</summary>
    private async Task ReadInStepsAsync(QuarantineAddress address, bool isCounted, CancellationToken ct)
    {
        var rows = await QuarantineListState.ReadRowsAsync(Search, address, _caller, ct);
        ct.ThrowIfCancellationRequested();
        (_state, _newer) = (rows.Fault is null ? rows.CountedAs(_state, isCounted) : rows, 0);
        _drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        StateHasChanged();
        if (!IsCounting)
        {
            return;
        }

        // Counting takes processors that the browser may need for the rows.
        await _drawn.Task.WaitAsync(ct);
        var state = await rows.CountAsync(Search, address, _caller, s_patienceWithRows, ct);
        ct.ThrowIfCancellationRequested();
        _state = state;
        StateHasChanged();
    }

    // Another page of this list, or another question: the browser shows the address already.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (new Uri(change.Location).AbsolutePath != AdminUrls.Quarantine)
        {
            return;
        }

        _ = InvokeAsync(() => GoToAsync(QuarantineAddress.Of(change.Location)));
    }

    /// <summary>What was wanted before is not wanted any more, and ends where it is.</summary>
    private async Task GoToAsync(QuarantineAddress address)
    {
        _reading?.Cancel();
        _reading?.Dispose();
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        var ct = _reading.Token;
        try
        {
            var isSameQuestion = address.FirstPage == _address.FirstPage;
            if (!isSameQuestion)
            {
                ChooseNothing();
            }

            _address = address;
            await ReadInStepsAsync(address, isSameQuestion && _state.IsCounted, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Whoever asked has asked for something else, or left.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            using var subscription = Feed.Subscribe();
            while (true)
            {
                await subscription.WaitAsync(ct);
                await Sight.SeenAsync(ct);
                await InvokeAsync(CountNewerAsync);
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

    private async Task CountNewerAsync()
    {
        if (!_address.IsFirstPage || _state.Fault is not null)
        {
            return;
        }

        try
        {
            var newest = _state.Hits.Count > 0 ? _state.Hits[0].Key : 0;
            _newer = await Search.CountNewerAsync(_address.QuestionFor(_caller) with { NewerThan = newest, Limit = MostNewer + 1 }, _gone.Token);
        }
        catch (DbException fault)
        {
            _state = QuarantineListState.Empty with { Fault = fault.Message };
        }

        StateHasChanged();
    }

    private void Choose(QuarantineHit hit)
    {
        _areAllChosen = false;
        if (!_chosen.Remove(hit.Key))
        {
            _chosen[hit.Key] = hit;
        }
    }

    private void ChooseAll(bool isChosen)
    {
        _areAllChosen = false;
        foreach (var hit in _state.Hits)
        {
            if (isChosen)
            {
                _chosen[hit.Key] = hit;
            }
            else
            {
                _chosen.Remove(hit.Key);
            }
        }
    }

    /// <summary>Also what stands on other pages.</summary>
    private void ChooseEverything() => _areAllChosen = true;

    private void ChooseNothing()
    {
        _areAllChosen = false;
        _chosen.Clear();
    }

    private void Give(QuarantineAct act)
    {
        Desk.Give(_caller!, act.Kind, [act.Hit]);
        _ = WatchErrandsAsync();
    }

    private async Task GiveAsync(ErrandKind kind, WelcomeKind? welcome = null)
    {
        try
        {
            _ = _areAllChosen ? await Desk.GiveAsync(_caller!, kind, _address.QuestionFor(_caller), _gone.Token, welcome) : Desk.Give(_caller!, kind, _chosen.Values, welcome);
        }
        catch (DbException fault)
        {
            _state = QuarantineListState.Empty with { Fault = fault.Message };
        }

        ChooseNothing();
        _ = WatchErrandsAsync();
    }

    private void End(Errand errand) => errand.End();

    private void Dismiss(Errand errand)
    {
        Desk.Dismiss(errand);
        _errands = Errands();
    }

    /// <summary>What went well is shown as long as one stays, so that nobody has to read against the clock; what did not, until it is dismissed.</summary>
    private IReadOnlyList<Errand> Errands() =>
        [.. Desk.Of(_caller!).Where(errand => errand.IsOpen || errand.Failed > 0 || errand.Ended > _opened - s_justBefore)];

    /// <summary>Draws what is on its way until all is over, and then the list as it is now.</summary>
    private async Task WatchErrandsAsync()
    {
        if (_isWatching)
        {
            return;
        }

        _isWatching = true;
        try
        {
            bool wasOpen;
            do
            {
                _errands = Errands();
                wasOpen = _errands.Any(errand => errand.IsOpen);
                // One that was over before anybody looked has changed the rows, too.
                var ended = Desk.Of(_caller!).Count(errand => !errand.IsOpen);
                if (ended != _ended)
                {
                    _ended = ended;
                    await ReadAsync();
                }

                StateHasChanged();
                await Task.Delay(s_errandsEvery, Clock, _gone.Token);
            }
            while (wasOpen || !Errands().SequenceEqual(_errands));
        }
        catch (OperationCanceledException)
        {
            // The viewer left; the errands go on.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
        finally
        {
            _isWatching = false;
        }
    }
}
