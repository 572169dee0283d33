using System.Globalization;
using MsLite.Filter.Journal;
using MsLite.Filter.State;

namespace MsLite.Benchmarks;

/// <summary>Fills a journal with as many rows as one wants, a third of them refused.</summary>
internal static class JournalGenerator
{
    public const int Senders = 20_000;

    /// <param name="domain">SQL for the domain of row <c>i</c>.</param>
    /// <param name="time">SQL for its time, in milliseconds since 1970.</param>
    public static async Task FillAsync(StateDatabase database, int rows, string domain, string time)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var fill = connection.Command(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows - 1})
                INSERT INTO messages ({JournalTable.Columns})
                SELECT 'id' || i, 'u' || (i % 5000) || '@' || {domain}, {domain}, {time}, '192.0.2.' || (i % 256), 'mail.example.net',
                    'mail.example.net', 's' || (i % {Senders}) || '@example.net', 'hello ' || i, '<' || i || '@example.net>',
                    CASE i % 3 WHEN 0 THEN 'refused' ELSE 'delivered' END, '', '', '', @details, 's1', 0, '', '', '', 0, '', '', ''
                FROM n
                """),
            ("details", JournalRowBenchmark.SomeDetails()));
        await fill.ExecuteNonQueryAsync();
        await connection.ExecuteAsync(
            "INSERT INTO hour_counts SELECT domain, time / 3600000, fate, blocker, '', COUNT(*) FROM messages GROUP BY domain, time / 3600000, fate, blocker", CancellationToken.None);
    }
}
