using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Release;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Release;

/// <summary>Which copies were released: by one at a time, and by several at once.</summary>
public sealed class ReleaseBookTests : IAsyncDisposable
{
    private static readonly QuarantineEntry s_copy = new() { Day = "166", Domain = "example.com", FileName = "1781524800.P1M0Q0.mx.example.com", Recipient = "bob@example.com", Id = "id1" };

    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly ReleaseBook _book;

    public ReleaseBookTests()
    {
        _database = StateDatabase.OfFile(_tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _book = new ReleaseBook(_writer, _database, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task One_that_failed_leaves_another_alone_that_was_begun_meanwhile()
    {
        var first = await BeginAsync("ann");
        var second = await BeginAsync("eve", again: true);

        await _book.ForgetAsync(first);
        Assert.Equal(("eve", false), await FindAsync());

        await _book.EndAsync(second, "250 2.0.0 Ok");
        Assert.Equal(("eve", true), await FindAsync());
    }

    [Fact]
    public async Task One_that_arrived_does_not_end_another_that_was_begun_meanwhile()
    {
        var first = await BeginAsync("ann");
        var second = await BeginAsync("eve", again: true);

        await _book.EndAsync(first, "250 2.0.0 Ok");
        Assert.Equal(("eve", false), await FindAsync());

        await _book.ForgetAsync(second);
        Assert.Equal(("ann", false), await FindAsync());
    }

    [Fact]
    public async Task The_former_release_has_its_place_again_when_nobody_takes_the_copy_once_more()
    {
        await _book.EndAsync(await BeginAsync("ann"), "250 2.0.0 Ok");
        var former = await _book.FindAsync(s_copy, CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));

        await _book.ForgetAsync(await BeginAsync("eve", again: true));

        Assert.Equal(former, await _book.FindAsync(s_copy, CancellationToken.None));
    }

    [Fact]
    public async Task A_first_release_that_nobody_took_may_begin_again()
    {
        await _book.ForgetAsync(await BeginAsync("ann"));

        Assert.Null(await _book.FindAsync(s_copy, CancellationToken.None));
        await BeginAsync("eve");
    }

    [Fact]
    public async Task A_copy_is_known_as_released_when_its_day_has_another_name_a_year_later()
    {
        await _book.EndAsync(await BeginAsync("ann"), "250 2.0.0 Ok");
        var moved = s_copy with { Day = "2026-166.1" };

        Assert.Equal("ann", (await _book.FindAsync(moved, CancellationToken.None))?.Who);
        Assert.Null((await _book.BeginAsync(moved, "eve", again: false, CancellationToken.None)).Begun);
        Assert.Null(await _book.FindAsync(moved with { Domain = "ample.com" }, CancellationToken.None));

        await _book.BeginAsync(moved, "eve", again: true, CancellationToken.None);
        Assert.Equal("eve", Assert.Single(await _book.FindAllAsync("id1", CancellationToken.None)).Release.Who);
    }

    private async Task<BegunRelease> BeginAsync(string who, bool again = false)
    {
        var (begun, _) = await _book.BeginAsync(s_copy, who, again, CancellationToken.None);
        return Assert.IsType<BegunRelease>(begun);
    }

    private async Task<(string Who, bool IsOver)> FindAsync()
    {
        var found = await _book.FindAsync(s_copy, CancellationToken.None);
        return (found!.Who, found.IsOver);
    }
}
