using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Controls;

/// <summary>Says that the search index is being made anew, and how far that has come, for as long as it takes; silent about the small passes that nobody notices.</summary>
public sealed partial class SearchPassView : IDisposable
{
    /// <summary>New lines from which on a list may miss some that one would look for.</summary>
    private const int Many = 1_000;

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _gone = new();
    private SearchProgress? _pass;

    /// <summary>Whether the list shows nothing, so that every copy counts.</summary>
    [Parameter]
    public bool IsEmpty { get; set; }

    /// <summary>The list can show more than it does.</summary>
    [Parameter]
    public EventCallback OnMore { get; set; }

    [Inject]
    private SearchKeeper Keeper { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnParametersSet() => _pass = Shown();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync(_gone.Token);
        }
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private SearchProgress? Shown() => Keeper.Running is { } pass && (IsEmpty || pass.Copies > Many) ? pass : null;

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(s_lookEvery, Clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                await InvokeAsync(LookAsync);
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

    private async Task LookAsync()
    {
        var (before, now) = (_pass, Shown());
        if (now == before)
        {
            return;
        }

        _pass = now;
        StateHasChanged();
        if (now is null || (IsEmpty && now.Copies > 0))
        {
            await OnMore.InvokeAsync();
        }
    }
}
