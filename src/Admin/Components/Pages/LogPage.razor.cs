using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MsLite.Admin.SignIn;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Logs;

namespace MsLite.Admin.Components.Pages;

/// <summary>The last lines of the log, for administrators, as they are written. What is looked for stands in the address.</summary>
public sealed partial class LogPage : IDisposable
{
    private const int Rows = 200;

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<LogLine> _lines = [];
    private bool _maySee;
    private bool _live;
    private long _shown = -1;
    private string? _words;
    private string? _level;

    /// <summary>Words that a line must hold.</summary>
    [SupplyParameterFromQuery(Name = "words")]
    public string? Words { get; set; }

    /// <summary>The least level, in one word.</summary>
    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "paused")]
    public bool Paused { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <summary>While the page is drawn before its circuit is there; null afterwards.</summary>
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private ILogTail Tail { get; set; } = null!;

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private static IEnumerable<LogLevel> Levels => [LogLevel.Information, LogLevel.Warning, LogLevel.Error];

    private bool IsFollowing => _live && !Paused;

    private string Directory => Path.Combine(Path.GetFullPath(Options.StateRoot), "logs");

    private LogLevel Least => Enum.TryParse<LogLevel>(Level, ignoreCase: true, out var level) && Levels.Contains(level) ? level : LogLevel.Information;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _maySee = SignedIn is not null && (await SignedIn).User.Caller()?.ChangesEverything == true;
        if (!_maySee)
        {
            Http?.Refuse(StatusCodes.Status403Forbidden);
        }
    }

    protected override void OnParametersSet()
    {
        (_words, _level) = (Words, Least.ToString());
        Look();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && _maySee)
        {
            _live = true;
            StateHasChanged();
            _ = FollowAsync(_gone.Token);
        }
    }

    private static string Word(LogLevel level) => level.ToString().ToLowerInvariant();

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(s_lookEvery, Clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                await Sight.SeenAsync(ct);
                if (!Paused && Tail.Last != _shown)
                {
                    await InvokeAsync(() =>
                    {
                        Look();
                        StateHasChanged();
                    });
                }
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

    private void Look()
    {
        if (_maySee)
        {
            _shown = Tail.Last;
            _lines = Tail.Find(Least, Words ?? "", Rows);
        }
    }

    private void Search() => Go(_words, _level, Paused);

    private void TogglePause() => Go(Words, Level, !Paused);

    private void Go(string? words, string? level, bool paused) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["words"] = string.IsNullOrWhiteSpace(words) ? null : words,
            ["level"] = string.IsNullOrEmpty(level) || level == nameof(LogLevel.Information) ? null : level.ToLowerInvariant(),
            ["paused"] = paused ? true : null,
        }),
        replace: true);
}
