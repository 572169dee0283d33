using Microsoft.Data.Sqlite;
using MsLite.Filter.State;

namespace MsLite.Filter.Tests.State;

public sealed class InterruptionTests
{
    private const string Endless = "WITH RECURSIVE n(x) AS (SELECT cancel() UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n";

    [Fact]
    public async Task Stops_a_question_in_its_midst_and_not_the_next()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        using var given = new CancellationTokenSource();
        connection.CreateFunction("cancel", () =>
        {
            given.Cancel();
            return 1;
        });
        using (Interruption.On(connection, given.Token))
        {
            await using var endless = connection.Command(Endless);
            var stopped = await Assert.ThrowsAsync<SqliteException>(() => endless.ExecuteScalarAsync());
            Assert.Equal(SQLitePCL.raw.SQLITE_INTERRUPT, stopped.SqliteErrorCode);
        }

        await using var next = connection.Command("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT COUNT(*) FROM n");
        Assert.Equal(100000L, await next.ExecuteScalarAsync());
    }
}
