using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Release;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Release;

/// <summary>The same book in PostgreSQL, shared by two nodes.</summary>
public sealed class ReleaseBookInPostgresTests
{
    private static readonly QuarantineEntry s_copy = new() { Day = "166", Domain = "example.com", FileName = "1.P1M0Q0.mx.example.com", Recipient = "bob@example.com", Id = "id1" };

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [ToolFact("initdb", "postgres")]
    public async Task Of_two_nodes_one_releases_a_copy_and_both_may_do_so_once_more()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var one = new Node(postgres, _clock);
        await using var other = new Node(postgres, _clock);
        await Task.WhenAll(one.Book.FindAsync(s_copy, CancellationToken.None), other.Book.FindAsync(s_copy, CancellationToken.None));

        var first = await Task.WhenAll(BeginAsync(one, "ann"), BeginAsync(other, "eve"));
        var begun = Assert.Single(first.Select(result => result.Begun).OfType<BegunRelease>());
        await one.Book.EndAsync(begun, "250 2.0.0 Ok");

        var again = await Task.WhenAll(BeginAsync(one, "ann", again: true), BeginAsync(other, "eve", again: true));
        Assert.Equal(2, again.Select(result => result.Begun!.Begun).Distinct().Count());
        foreach (var (release, _) in again.OrderByDescending(result => result.Begun!.Begun))
        {
            await one.Book.ForgetAsync(release!);
        }

        var moved = s_copy with { Day = "2026-166" };
        Assert.Equal("250 2.0.0 Ok", (await other.Book.FindAsync(moved, CancellationToken.None))?.Reply);
        Assert.Null(await other.Book.FindAsync(moved with { FileName = "2" }, CancellationToken.None));
    }

    private static Task<(BegunRelease? Begun, FormerRelease? Former)> BeginAsync(Node node, string who, bool again = false) =>
        node.Book.BeginAsync(s_copy, who, again, CancellationToken.None);

    private sealed class Node : IAsyncDisposable
    {
        private readonly StateDatabase _database;
        private readonly StateWriter _writer;

        public Node(PrivatePostgres postgres, TimeProvider clock)
        {
            _database = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString });
            _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
            Book = new ReleaseBook(_writer, _database, clock);
        }

        public ReleaseBook Book { get; }

        public async ValueTask DisposeAsync()
        {
            await _writer.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
