using MsLite.Filter.History;
using MsLite.Filter.Policy.Editing;
using MsLite.Harness;

namespace MsLite.Filter.Tests.History;

/// <summary>The same history in PostgreSQL.</summary>
public sealed class HistoryInPostgresTests
{
    private const string Eve = "example.com/blacklisted/senders/eve@example.net";

    [ToolFact("initdb", "postgres")]
    public async Task Edits_changes_by_others_and_undo_are_kept_across_a_restart()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var world = await BeginAsync(postgres);

        world.Put(Eve, HistoryWorld.Lines(("note", "since June")));
        await world.EndAsync();
        world.Tree.Delete("srv/example.com/users/valid/bob");
        await world.BeginAsync();
        var rows = await world.RowsAsync();
        Assert.Equal([$"ann {Eve}", "outside example.com/users/valid/bob"], rows.Select(row => $"{row.Who} {row.Path}"));

        Assert.Equal(PolicyEditKind.Changed, (await world.UndoAsync(rows[1])).Kind);
        Assert.Equal(PolicyEditKind.Changed, (await world.UndoAsync(rows[0])).Kind);

        Assert.Equal("note: since May\n", await File.ReadAllTextAsync(world.Tree.Path($"srv/{Eve}")));
        Assert.True(File.Exists(world.Tree.Path("srv/example.com/users/valid/bob")));
        Assert.Equal([0, 0, rows[1].Id, rows[0].Id], (await world.RowsAsync()).Select(row => row.Undoes));
    }

    [ToolFact("initdb", "postgres")]
    public async Task The_system_tells_of_changes_by_others()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var world = await BeginAsync(postgres);
        world.Watch.Start();
        world.Tree.Touch("srv/example.com/users/valid/dora");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        IReadOnlyList<HistoryRow> rows = [];
        while (rows.Count == 0)
        {
            await Task.Delay(20, limit.Token);
            await world.Watch.FollowAsync(limit.Token);
            rows = await world.Reader.FindAsync(new HistoryQuestion(), limit.Token);
        }

        Assert.Equal("example.com/users/valid/dora", Assert.Single(rows).Path);
    }

    private static async Task<HistoryWorld> BeginAsync(PrivatePostgres postgres)
    {
        var world = new HistoryWorld { Database = postgres.ConnectionString };
        world.Tree.Touch("srv/example.com/users/valid/bob");
        world.Tree.Touch($"srv/{Eve}", "note: since May\n");
        await world.BeginAsync();
        return world;
    }
}
