using System.Text;
using MsLite.Filter.History;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Tests.History;

public sealed class HistoryTests : IAsyncLifetime
{
    private readonly HistoryWorld _world = new();

    public async Task InitializeAsync()
    {
        _world.Tree.Touch("srv/example.com/users/valid/bob");
        _world.Tree.Touch("srv/example.com/blacklisted/senders/eve@example.net", "note: since May\n");
        await _world.BeginAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task What_was_there_at_the_first_start_is_no_change() => Assert.Empty(await _world.RowsAsync());

    [Fact]
    public async Task An_edit_is_a_row_with_who_and_the_bytes_before_and_after()
    {
        _world.Put("example.com/blacklisted/senders/eve@example.net", HistoryWorld.Lines(("note", "since June")));

        var row = Assert.Single(await _world.RowsAsync());
        Assert.Equal(("ann", "example.com", "example.com/blacklisted/senders/eve@example.net"), (row.Who, row.Domain, row.Path));
        Assert.Equal(("note: since May\n", "note: since June\n"), (Text(row.Before), Text(row.After)));
    }

    [Fact]
    public async Task Changes_by_others_are_found_by_looking_through_the_tree()
    {
        _world.Tree.Touch("srv/new.example/users/valid/carol", "note: theirs\n");
        _world.Tree.Touch("srv/example.com/blacklisted/senders/eve@example.net", "note: since July\n");
        _world.Tree.Delete("srv/example.com/users/valid/bob");
        _world.Tree.Link("srv/new.example/checks", "../example.com/checks");

        var rows = await _world.RowsAsync();

        Assert.All(rows, row => Assert.Equal(HistoryRow.Outside, row.Who));
        Assert.Equal(
            [
                "example.com/blacklisted/senders/eve@example.net file file", "example.com/users/valid/bob file absent", "new.example absent directory",
                "new.example/checks absent link", "new.example/users absent directory", "new.example/users/valid absent directory", "new.example/users/valid/carol absent file",
            ],
            rows.Select(row => $"{row.Path} {row.Before.Kind} {row.After.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Changes_by_others_are_found_when_the_system_tells_them()
    {
        _world.Watch.Start();
        _world.Tree.Touch("srv/example.com/users/valid/dora");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await _world.Watch.FollowAsync(limit.Token);
            if (await _world.Reader.FindAsync(new HistoryQuestion(), limit.Token) is [var row])
            {
                Assert.Equal("example.com/users/valid/dora", row.Path);
                return;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    [Fact]
    public async Task Changes_made_while_the_program_was_down_are_found_at_its_next_start()
    {
        await _world.EndAsync();
        _world.Tree.Touch("srv/example.com/blacklisted/senders/eve@example.net", "");
        await _world.BeginAsync();

        var row = Assert.Single(await _world.RowsAsync());
        Assert.Equal(("note: since May\n", ""), (Text(row.Before), Text(row.After)));
    }

    [Fact]
    public async Task A_change_that_nobody_noticed_yet_stands_before_ours()
    {
        _world.Tree.Touch("srv/example.com/blacklisted/senders/eve@example.net", "note: theirs\n");
        _world.Put("example.com/blacklisted/senders/eve@example.net", HistoryWorld.Lines(("note", "ours")));

        var rows = await _world.RowsAsync();

        Assert.Equal(["outside", "ann"], rows.Select(row => row.Who));
        Assert.Equal(Text(rows[0].After), Text(rows[1].Before));
    }

    [Fact]
    public async Task Undoing_brings_the_bytes_back_as_a_new_row()
    {
        _world.Put("example.com/blacklisted/senders/eve@example.net", HistoryWorld.Lines(("note", "ours")));
        var row = Assert.Single(await _world.RowsAsync());

        Assert.Equal(PolicyEditKind.Changed, (await _world.UndoAsync(row)).Kind);
        Assert.Equal("note: since May\n", _world.Tree.Read("srv/example.com/blacklisted/senders/eve@example.net"));
        var undone = (await _world.RowsAsync())[^1];
        Assert.Equal(("bea", row.Id), (undone.Who, undone.Undoes));
        Assert.Equal(PolicyEditKind.Unchanged, (await _world.UndoAsync(row)).Kind);

        Assert.Equal(PolicyEditKind.Changed, (await _world.UndoAsync(undone)).Kind);
        Assert.Equal("note: ours\n", _world.Tree.Read("srv/example.com/blacklisted/senders/eve@example.net"));
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_not_undone()
    {
        _world.Put("example.com/users/valid/carol");
        var row = Assert.Single(await _world.RowsAsync());
        _world.Tree.Touch("srv/example.com/users/valid/carol", "note: precious\n");

        var edit = await _world.UndoAsync(row);

        Assert.Equal(PolicyEditKind.InTheWay, edit.Kind);
        Assert.Equal("note: precious\n", _world.Tree.Read("srv/example.com/users/valid/carol"));
    }

    [Fact]
    public async Task A_domain_that_was_given_up_comes_back_as_a_whole()
    {
        var before = _world.Snapshot();
        Assert.Equal(PolicyEditKind.Deleted, _world.Delete("example.com").Kind);
        Assert.False(_world.Tree.Exists("srv/example.com"));

        var row = (await _world.RowsAsync())[^1];
        Assert.Equal(("example.com", "directory", "absent"), (row.Path, row.Before.Kind, row.After.Kind));
        await _world.UndoAsync(row);

        Assert.Equal(before, _world.Snapshot());
    }

    [Fact]
    public async Task A_domain_that_others_removed_comes_back_as_a_whole()
    {
        var before = _world.Snapshot();
        _world.Tree.Delete("srv/example.com");

        await _world.UndoAsync((await _world.RowsAsync()).Single(row => row.Path == "example.com"));

        Assert.Equal(before, _world.Snapshot());
    }

    [Fact]
    public async Task Edits_by_many_at_once_lose_nothing_and_can_all_be_undone()
    {
        const int Edits = 10_000;
        var before = _world.Snapshot();
        await Task.WhenAll(
            Task.Run(() => EditAll(0, Edits / 5, user => _world.Put(user, HistoryWorld.Lines(("note", "ours"))))),
            Task.Run(() => EditAll(0, Edits / 5, user => _world.Delete(user))),
            Task.Run(() => EditAll(1, Edits / 5, user => _world.Tree.Touch($"srv/{user}", "note: theirs\n"))),
            Task.Run(() => EditAll(2, Edits / 5, user => File.Delete(_world.Tree.Path($"srv/{user}")))),
            Task.Run(() => ScanAsync(20)),
            Task.Run(() => EditAll(0, Edits / 10, _ => _world.Put("example.com/checks/helo", HistoryWorld.Lines(($"a-{Random.Shared.Next(50)}", "1"))))),
            Task.Run(() => EditAll(0, Edits / 10, _ => _world.Put("example.com/checks/helo", HistoryWorld.Lines(($"b-{Random.Shared.Next(50)}", "1"))))));

        var rows = await _world.RowsAsync();
        foreach (var path in rows.GroupBy(row => row.Path))
        {
            // Each row begins where the one before it ended: nothing happened in between that nobody knows of.
            Assert.All(path.Zip(path.Skip(1)), pair => Assert.Equal(Shown(pair.First.After), Shown(pair.Second.Before)));
        }

        Assert.Equal(100, rows.Last(row => row.Path == "example.com/checks/helo").After.Bytes.Span.Count((byte)'\n'));
        foreach (var row in Enumerable.Reverse(rows))
        {
            Assert.True((await _world.UndoAsync(row)).IsDone, row.Path);
        }

        Assert.Equal(before, _world.Snapshot());
    }

    private async Task ScanAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _world.Watch.RescanAsync(CancellationToken.None);
        }
    }

    private static void EditAll(int seed, int count, Action<string> edit)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            edit($"example.com/users/valid/u{random.Next(40)}");
        }
    }

    private static string Shown(HistoryState state) => $"{state.Kind} {Text(state)}";

    private static string Text(HistoryState state) => Encoding.UTF8.GetString(state.Bytes.Span);
}
