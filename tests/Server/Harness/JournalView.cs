using System.Globalization;
using System.Text.Json;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Web.Tests.Harness;

/// <summary>The journal as the database has it, compared row by row with what clients were told. The subject is the message's token.</summary>
internal sealed class JournalView : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly StateDatabase _database;

    private JournalView(StateDatabase database) => _database = database;

    /// <param name="database">A PostgreSQL connection string; the file in the state's folder when null.</param>
    public static JournalView Of(string stateRoot, string? database = null) =>
        new(StateDatabase.For(new MsLiteOptions { StateRoot = stateRoot, Database = database ?? StateDatabase.Sqlite }));

    /// <summary>All rows by their token. A token with two rows, or a row that does not parse, fails.</summary>
    public async Task<Dictionary<string, JournalRow>> ReadAsync(DateTimeOffset? from = null)
    {
        var rows = new Dictionary<string, JournalRow>(StringComparer.Ordinal);
        var reader = new JournalReader(_database);
        JournalCursor? after = null;
        do
        {
            var page = await reader.FindAsync(new JournalQuestion { From = from, After = after, Limit = JournalQuestion.MostRows }, CancellationToken.None);
            foreach (var row in page)
            {
                Assert.True(rows.TryAdd(row.Subject, row), $"{row.Subject} has two rows: {row.Id} and {rows.GetValueOrDefault(row.Subject)?.Id}");
                using var trace = JsonDocument.Parse(row.Trace);
            }

            after = page.Count > 0 ? JournalCursor.Of(page[^1]) : null;
        }
        while (after is not null);
        return rows;
    }

    /// <summary>Waits until the journal has a row for this many of these messages.</summary>
    public async Task WaitForAsync(IReadOnlyCollection<LoadResult> results, int count)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var found = -1;
        while (found < count)
        {
            Assert.False(limit.IsCancellationRequested, $"The journal has {found} of {count} rows.");
            await Task.Delay(found < 0 ? 0 : 50, CancellationToken.None);
            var rows = await ReadAsync();
            found = results.Count(result => rows.ContainsKey(result.Token));
        }
    }

    /// <summary>No row says anything else than the client was told, or is of a message that nobody sent.</summary>
    public static void AssertTrue(IReadOnlyCollection<LoadResult> results, IReadOnlyDictionary<string, JournalRow> rows)
    {
        var sent = results.ToDictionary(result => result.Token, StringComparer.Ordinal);
        Assert.All(rows.Values, row =>
        {
            Assert.True(sent.TryGetValue(row.Subject, out var result), $"Nobody sent {row.Subject}.");
            Assert.Equal(result.Recipient, row.Recipient);
            if (result.Reply is { } told)
            {
                Assert.Equal((told.Code / 100) switch { 2 => FateKind.Delivered, 5 => FateKind.Archived, _ => FateKind.Deferred }, row.Fate);
                Assert.StartsWith(told.Code.ToString(CultureInfo.InvariantCulture), row.Reply, StringComparison.Ordinal);
                Assert.Contains($"[ref {row.Id}]", told.ToString(), StringComparison.Ordinal);
            }
        });
    }

    /// <summary>Every message that was answered for has its row.</summary>
    public static void AssertWhole(IEnumerable<LoadResult> results, IReadOnlyDictionary<string, JournalRow> rows) =>
        Assert.DoesNotContain(results.Where(IsAnsweredFor), result => !rows.ContainsKey(result.Token));

    /// <summary>
    /// What a kill took is the end of the journal and nothing before it: whoever was through with his message before one was begun that has its
    /// row has his row, too.
    /// </summary>
    public static void AssertWholeUpToItsEnd(IReadOnlyCollection<LoadResult> results, IReadOnlyDictionary<string, JournalRow> rows)
    {
        var end = results.Where(result => rows.ContainsKey(result.Token)).Max(result => (long?)result.Begun) ?? 0;
        AssertWhole(results.Where(result => result.Settled < end), rows);
    }

    public static bool IsAnsweredFor(LoadResult result) => result.Reply is { Code: 250 or 550 };

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
