using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Greylisting;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Greylisting;

/// <summary>The same memory in PostgreSQL, shared by two nodes.</summary>
public sealed class GreylistInPostgresTests
{
    private static readonly GreylistKey s_key = new("192.0.2.0/24", "ann@example.net", "bob@example.com");

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [ToolFact("initdb", "postgres")]
    public async Task Two_nodes_have_one_memory()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var one = new Node(postgres, _clock);
        await using var other = new Node(postgres, _clock);

        // Both find an empty database and make its tables at once.
        var first = await Task.WhenAll(one.TryAsync(s_key), other.TryAsync(s_key));
        Assert.Equal([1L, 2L], first.Select(entry => entry.Tries).Order());
        Assert.DoesNotContain(first, entry => entry.Passes);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await other.TryAsync(s_key)).Passes);
        Assert.True((await one.LookAsync(s_key)).Passes);

        _clock.Advance(TimeSpan.FromDays(34));
        Assert.True((await one.TryAsync(s_key)).Passes);
        _clock.Advance(TimeSpan.FromDays(36));
        Assert.Equal(0, (await one.LookAsync(s_key)).Tries);
        Assert.Equal(1, await other.Greylist.ExpireAsync(CancellationToken.None));
        Assert.False((await one.TryAsync(s_key)).Passes);
    }

    [ToolFact("initdb", "postgres")]
    public async Task Two_nodes_loaded_together_count_every_try()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var one = new Node(postgres, _clock);
        await using var other = new Node(postgres, _clock);
        var keys = Enumerable.Range(0, 200).Select(i => s_key with { Client = $"10.0.{i}.0/24" }).ToList();

        // In opposite orders, so that their transactions meet.
        await Task.WhenAll(keys.Select(one.TryAsync).Concat(keys.AsEnumerable().Reverse().Select(other.TryAsync)));

        foreach (var key in keys)
        {
            Assert.Equal(2, (await one.LookAsync(key)).Tries);
        }
    }

    [ToolFact("initdb", "postgres")]
    public async Task A_server_that_goes_away_is_told_of()
    {
        var postgres = await PrivatePostgres.StartAsync();
        await using var node = new Node(postgres, _clock);
        await node.TryAsync(s_key);
        await postgres.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => node.TryAsync(s_key));
        Assert.Single(node.Writer.Notices);
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly StateDatabase _database;

        public Node(PrivatePostgres postgres, TimeProvider clock)
        {
            _database = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString });
            Writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
            Greylist = new Greylist(Writer, _database, clock);
        }

        public StateWriter Writer { get; }

        public Greylist Greylist { get; }

        public Task<GreylistEntry> TryAsync(GreylistKey key) => Greylist.TryAsync(key, GreylistTimes.Default, CancellationToken.None);

        public Task<GreylistEntry> LookAsync(GreylistKey key) => Greylist.LookAsync(key, GreylistTimes.Default, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Writer.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
