using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.Live;
using MsLite.Filter.Access;
using MsLite.Filter.Live;

namespace MsLite.Admin.Components.Pages;

/// <summary>The SMTP sessions of this moment, of those domains that one may see. Filter, pause and the open session stand in the address.</summary>
public sealed partial class LivePage : IDisposable
{
    // However many steps come, the page is drawn so often and not more.
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(250);

    // Of a flood nobody reads a row: then once a second is enough, for the viewer, for the line to him and for the mail beside him.
    private static readonly TimeSpan s_frameOfFlood = TimeSpan.FromSeconds(1);

    /// <summary>More steps than this in a quarter of a second are a flood: some seventy messages a second.</summary>
    private const int MostReadable = 100;

    private readonly CancellationTokenSource _gone = new();
    private Caller? _caller;
    private LiveFilter? _filter;
    private LiveReader? _reader;
    private LiveTalk? _opened;
    private Outcome? _said;
    private bool _live;
    private bool _isFiltered;
    private bool _wasPaused;
    private bool _isFlooded;
    private long _missed;
    private (string? Ip, string? Domain) _applied;
    private string? _ip;
    private string? _domain;

    /// <summary>An address or a prefix; only sessions of these clients are shown.</summary>
    [SupplyParameterFromQuery(Name = "ip")]
    public string? Ip { get; set; }

    /// <summary>Only what is for this domain is shown.</summary>
    [SupplyParameterFromQuery(Name = "domain")]
    public string? Domain { get; set; }

    [SupplyParameterFromQuery(Name = "paused")]
    public bool Paused { get; set; }

    /// <summary>The session whose dialogue is open.</summary>
    [SupplyParameterFromQuery(Name = "session")]
    public string? Session { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // The opened one stays when the board has let go of it.
    private IReadOnlyList<LiveTalk> Talks => _reader is null ? []
        : _opened is null || _reader.Board.Find(_opened.Session) is not null ? [.. _reader.Board.Talks]
        : [_opened, .. _reader.Board.Talks];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _caller = SignedIn is null ? null : (await SignedIn).User.Caller();
        Apply();
    }

    protected override void OnParametersSet() => Apply();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _reader = new LiveReader(Feed);
            _live = true;
            StateHasChanged();
            _ = FollowAsync(_gone.Token);
        }
    }

    private void Apply()
    {
        if (_caller is null)
        {
            return;
        }

        var changed = _applied != (Ip, Domain);
        // What is being typed stays while a pause ends, or a dialogue is opened.
        (_ip, _domain) = changed ? (Ip, Domain) : (_ip, _domain);
        _applied = (Ip, Domain);
        _isFiltered = !string.IsNullOrWhiteSpace(Ip) || !string.IsNullOrWhiteSpace(Domain) || !_caller.SeesEverything;
        if (_filter is null || changed)
        {
            _said = LiveFilter.TryParse(_caller, Ip ?? "", Domain ?? "", out _filter, out var fault) ? null : Outcome.Fault(fault);
            _reader?.Clear();
        }

        _opened = Session is null ? null : _opened?.Session == Session ? _opened : _reader?.Board.Find(Session);
        if (_wasPaused && !Paused)
        {
            _reader?.Skip();
        }

        _wasPaused = Paused;
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
                await InvokeAsync(Draw);
                await Task.Delay(_isFlooded ? s_frameOfFlood : s_frame, Clock, ct);
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

    private void Draw()
    {
        if (Paused || _filter is null || _reader is null)
        {
            return;
        }

        var changed = _reader.Read(_filter, _isFiltered);
        _isFlooded = _reader.Came > (_isFlooded ? MostReadable * (s_frameOfFlood / s_frame) : MostReadable);
        if (changed || _missed != _reader.Missed)
        {
            _missed = _reader.Missed;
            StateHasChanged();
        }
    }

    private void Search() => Go(new() { ["ip"] = Filled(_ip), ["domain"] = Filled(_domain) });

    private void TogglePause() => Go(new() { ["paused"] = Paused ? null : true });

    private string UrlOf(LiveTalk talk) => Navigation.GetUriWithQueryParameter("session", talk.Session == Session ? null : talk.Session);

    private void Go(Dictionary<string, object?> changes) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes), replace: true);

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
