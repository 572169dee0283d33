using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Journal;

/// <summary>The same counts in PostgreSQL, written by two nodes.</summary>
public sealed class WeekInPostgresTests
{
    private const int Batches = 20;
    private const int Domains = 50;

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [ToolFact("initdb", "postgres")]
    public async Task Two_nodes_that_write_together_count_every_row_and_neither_fails()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var one = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString });
        await using var other = StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString });

        await Task.WhenAll(WriteAsync(one, "a", Enumerable.Range(0, Domains)), WriteAsync(other, "b", Enumerable.Range(0, Domains).Reverse()));

        var week = await new WeekReader(one, _clock).OfAsync("domain7.example", CancellationToken.None);
        Assert.Equal((2 * Batches, 2 * Batches), (week.Received, week.Zones["zen.example"]));
        Assert.Equal(2 * Batches, week.CatchOf("dnsbl").Refused);
        Assert.Equal(2 * Batches, week.HitsOf("domain7.example/zones").Count);
        Assert.Equal(new WeekTotals(2 * Batches, 2 * Batches), (await new WeekReader(other, _clock).OfManyAsync(["domain9.example"], CancellationToken.None))["domain9.example"]);
        Assert.Empty((await new WeekReader(one, _clock).OfAsync("_global_", CancellationToken.None)).Files);
    }

    /// <summary>In one transaction each time, so that those of two nodes meet.</summary>
    private async Task WriteAsync(StateDatabase database, string node, IEnumerable<int> domains)
    {
        await using var connection = await database.OpenToWriteAsync(CancellationToken.None);
        for (var batch = 0; batch < Batches; batch++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await JournalTable.InsertAsync(connection, transaction, [.. domains.Select(domain => Row($"{node}{batch}", $"domain{domain}.example"))]);
            await transaction.CommitAsync();
        }
    }

    private PendingRow Row(string id, string domain) => PackedRow.Of(
        id, $"bob@{domain}", domain, _clock.GetUtcNow().ToUnixTimeMilliseconds(), "192.0.2.7", "", "h", "ann@example.net", "", "",
        FateKind.Archived.Word(), "IP listed in DNS blacklist zen.example", "checks/dnsbl", "", $$"""{"file":"{{domain}}/zones","trace":[]}""");
}
