using MsLite.Filter.Quarantine.Search;

namespace MsLite.Filter.Tests.Quarantine.Search;

/// <summary>The search index follows the files, whoever changes them.</summary>
public sealed class SearchKeeperTests : IAsyncLifetime
{
    private SearchWorld _world = null!;

    public async Task InitializeAsync() => _world = await SearchWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Takes_in_what_was_archived_without_looking_at_anything_else()
    {
        await _world.Archive.ArchiveAsync("bob@example.com", "carol@example.org");
        Assert.Equal(2, await _world.Keeper.CatchUpAsync(CancellationToken.None));
        Assert.Equal(0, await _world.Keeper.CatchUpAsync(CancellationToken.None));
        await _world.Archive.ArchiveAsync("bob@example.com");
        Assert.Equal(1, await _world.Keeper.CatchUpAsync(CancellationToken.None));

        var hit = (await _world.Search.FindAsync(new() { Recipient = "carol@example.org" }, CancellationToken.None)).Single();
        Assert.Equal(("hello", "checks/helo", "ann@example.net"), (hit.Entry.Subject, hit.Entry.Blocker, hit.Entry.From));
        Assert.Equal(_world.Archive.Clock.GetUtcNow(), hit.Entry.Time);
    }

    [Fact]
    public async Task Waits_for_the_rest_of_a_line()
    {
        _world.Write("whole");
        _world.Append("{\"from\":\"eve@example.net\",\"filena");
        Assert.Equal(1, await _world.RescanAsync());

        _world.Archive.Tree.Touch($"spam/{SearchWorld.Day}/example.com/new/torn");
        _world.Append("me\":\"torn\",\"subject\":\"torn\",\"time\":\"2026-06-15T13:00:00Z\"}\nno line at all\n");
        Assert.Equal(1, await _world.RescanAsync());
        Assert.Equal("torn whole", await _world.FindAsync(new()));
    }

    [Fact]
    public async Task Reads_an_index_again_that_was_written_anew()
    {
        _world.Write("one", minutes: 1);
        _world.Write("two", minutes: 2);
        _world.Write("three", minutes: 3);
        await _world.RescanAsync();

        var lines = await File.ReadAllLinesAsync(_world.IndexPath());
        await File.WriteAllLinesAsync(_world.IndexPath(), lines.Skip(1));
        _world.Write("four", minutes: 4);
        await _world.RescanAsync();

        Assert.Equal("four three two", await _world.FindAsync(new()));
        Assert.Equal(3, (await _world.CountAsync(new())).Copies);
    }

    [Fact]
    public async Task Forgets_copies_that_were_removed_and_takes_over_the_flags_of_those_that_were_moved()
    {
        var (gone, seen, released) = (_world.Write("gone", minutes: 1), _world.Write("seen", minutes: 2), _world.Write("released", minutes: 3));
        await _world.RescanAsync();

        var folder = _world.Archive.Tree.Path($"spam/{SearchWorld.Day}/example.com");
        File.Delete($"{folder}/new/{gone}");
        File.Move($"{folder}/new/{seen}", $"{folder}/cur/{seen}:2,S");
        File.Move($"{folder}/new/{released}", $"{folder}/cur/{released}:2,PS");
        await _world.RescanAsync();

        Assert.Equal("released seen", await _world.FindAsync(new() { IsSeen = true }));
        Assert.Equal("released", await _world.FindAsync(new() { IsReleased = true }));
        Assert.Equal("seen", await _world.FindAsync(new() { IsReleased = false }));
        Assert.Equal("", await _world.FindAsync(new() { Words = "gone" }));
        Assert.Equal(2, (await _world.CountAsync(new())).Copies);
    }

    [Fact]
    public async Task Forgets_directories_that_have_expired()
    {
        _world.Write("old", day: "160");
        _world.Write("other", domain: "example.org");
        _world.Write("new");
        await _world.RescanAsync();
        Directory.Delete(_world.Archive.Tree.Path("spam/160"), recursive: true);
        File.Delete(_world.IndexPath("example.org"));
        await _world.RescanAsync();

        Assert.Equal("new", await _world.FindAsync(new()));
        Assert.Equal([new("166", 1)], (await _world.CountAsync(new())).Days);
    }

    [Fact]
    public async Task Made_anew_it_is_the_same()
    {
        for (var i = 0; i < 300; i++)
        {
            // Many in one millisecond: their keys must not swallow one another.
            _world.Write($"s{i}", domain: $"d{i % 7}.example", minutes: i / 100);
        }

        await _world.RescanAsync();
        var before = await _world.Search.FindAsync(new() { Limit = 500 }, CancellationToken.None);
        Assert.Equal(300, before.Count);

        var steps = new List<SearchProgress>();
        Assert.Equal(300, await _world.Keeper.ReindexAsync(new Steps(steps), CancellationToken.None));
        Assert.Equal(before, await _world.Search.FindAsync(new() { Limit = 500 }, CancellationToken.None));
        Assert.Equal(new SearchProgress(7, 7, 300), steps[^1]);
    }

    [Fact]
    public async Task What_this_process_does_is_found_at_once_while_a_pass_over_the_whole_is_on_its_way()
    {
        _world.Write("before", minutes: -1);
        _world.Write("elsewhere", domain: "example.org", minutes: -2);
        using var held = new HeldPass();
        var pass = Task.Run(() => _world.Keeper.RescanAsync(held, CancellationToken.None));
        await held.Reached;

        await _world.Archive.ArchiveAsync("bob@example.com", "carol@example.net");
        Assert.Equal(2, await _world.Keeper.CatchUpAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("hello hello before elsewhere", await _world.FindAsync(new()));
        Assert.Equal(new SearchProgress(2, 2, 2), _world.Keeper.Running);
        held.GoOn();

        Assert.Equal(2, await pass);
        Assert.Null(_world.Keeper.Running);
        // What came while it was on its way is none of those that have gone.
        Assert.Equal("hello hello before elsewhere", await _world.FindAsync(new()));
        Assert.Equal(4, (await _world.CountAsync(new())).Copies);
        Assert.Equal(0, await _world.RescanAsync());
    }

    /// <summary>A pass that stops when it has looked at everything, and before it forgets what is gone.</summary>
    private sealed class HeldPass : IProgress<SearchProgress>, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goOn = new();

        public Task Reached => _reached.Task;

        public void GoOn() => _goOn.Set();

        public void Report(SearchProgress value)
        {
            _reached.TrySetResult();
            _goOn.Wait();
        }

        public void Dispose() => _goOn.Dispose();
    }

    private sealed class Steps(List<SearchProgress> steps) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => steps.Add(value);
    }
}
