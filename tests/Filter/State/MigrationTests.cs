using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.State;

public sealed class MigrationTests : IDisposable
{
    // What version 1 made, kept here word by word: databases of that version are out there.
    private const string Version1 = """
        CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY);
        INSERT INTO schema_version (version) VALUES (1);
        CREATE TABLE greylist (
            client TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL,
            expires BIGINT NOT NULL, passed BIGINT NOT NULL, tries BIGINT NOT NULL, PRIMARY KEY (client, sender, recipient));
        CREATE INDEX greylist_expires ON greylist (expires);
        INSERT INTO greylist VALUES ('192.0.2.0/24', 'ann@example.net', 'bob@example.com', 1, 2, 3, 1, 4);
        """;

    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_forward_and_keeps_its_rows()
    {
        await MakeAsync(Version1);
        await using var database = StateDatabase.OfFile(_tree.Path("state.db"));

        await using var connection = await database.OpenAsync(CancellationToken.None);

        Assert.Equal(4L, await ScalarAsync(connection, "SELECT tries FROM greylist"));
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT COUNT(*) FROM messages"));
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT COUNT(*) FROM released"));
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT COUNT(*) FROM delivered"));
    }

    [Fact]
    public async Task Opening_it_once_more_changes_nothing()
    {
        await MakeAsync(Version1);
        for (var i = 0; i < 2; i++)
        {
            await using var database = StateDatabase.OfFile(_tree.Path("state.db"));
            await using var connection = await database.OpenAsync(CancellationToken.None);
            Assert.Equal((long)Migrations.Version, await ScalarAsync(connection, "SELECT COUNT(*) FROM schema_version"));
        }
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_left_alone()
    {
        await MakeAsync("CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY); INSERT INTO schema_version VALUES (99);");
        await using var database = StateDatabase.OfFile(_tree.Path("state.db"));

        var fault = await Assert.ThrowsAsync<LaterVersionException>(() => database.OpenAsync(CancellationToken.None));

        Assert.Contains("is of version 99", fault.Message, StringComparison.Ordinal);
    }

    private async Task MakeAsync(string sql)
    {
        await using var source = Microsoft.Data.Sqlite.SqliteFactory.Instance.CreateDataSource($"Data Source={_tree.Path("state.db")}");
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, CancellationToken.None);
    }

    private static async Task<object?> ScalarAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.Command(sql);
        return await command.ExecuteScalarAsync();
    }
}
