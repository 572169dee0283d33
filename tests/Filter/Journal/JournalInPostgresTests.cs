using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Journal;

/// <summary>What the journal meets in PostgreSQL alone.</summary>
public sealed class JournalInPostgresTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    [ToolFact("initdb", "postgres")]
    public async Task A_word_with_capitals_beyond_ascii_is_found_as_it_was_written()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var tree = new TempTree();
        foreach (var where in new[] { StateDatabase.OfFile(tree.Path("state.db")), StateDatabase.For(new MsLiteOptions { Database = postgres.ConnectionString }) })
        {
            await using var database = where;
            await InsertAsync(database, Row("id1", "Schlüssel zur Übergabe"), Row("id2", "something else"));

            foreach (var word in new[] { "Übergabe", "ÜBERgabe", "SCHL" })
            {
                var page = await new JournalReader(database).SearchAsync(new JournalQuestion { Parts = [word] }, CancellationToken.None);
                Assert.Equal("id1", Assert.Single(page.Rows).Id);
            }
        }
    }

    private static async Task InsertAsync(StateDatabase database, params PendingRow[] rows)
    {
        await using var connection = await database.OpenToWriteAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await JournalTable.InsertAsync(connection, transaction, rows);
        await transaction.CommitAsync();
    }

    private PendingRow Row(string id, string subject) => PackedRow.Of(
        id, "bob@example.com", "example.com", _clock.GetUtcNow().ToUnixTimeMilliseconds(), "192.0.2.7", "", "h", "ann@example.net", subject, "",
        FateKind.Delivered.Word());
}
