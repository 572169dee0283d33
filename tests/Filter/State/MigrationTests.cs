using MsLite.Filter.Journal;
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

    // As version 6 kept a row of the journal.
    private const string Messages6 = """
        DELETE FROM schema_version;
        INSERT INTO schema_version (version) VALUES (1), (2), (3), (4), (5), (6);
        CREATE TABLE messages (
            id TEXT NOT NULL, recipient TEXT NOT NULL, domain TEXT NOT NULL, time BIGINT NOT NULL, session TEXT NOT NULL, client TEXT NOT NULL,
            client_name TEXT NOT NULL, helo TEXT NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, size BIGINT NOT NULL,
            fate TEXT NOT NULL, reason TEXT NOT NULL, blocker TEXT NOT NULL, file TEXT NOT NULL, reply TEXT NOT NULL, next_hop TEXT NOT NULL,
            micros BIGINT NOT NULL, body_hash TEXT NOT NULL, authentication TEXT NOT NULL, facts TEXT NOT NULL, trace TEXT NOT NULL,
            PRIMARY KEY (id, recipient));
        CREATE TABLE released (file TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, recipient TEXT NOT NULL, begun BIGINT NOT NULL, ended BIGINT NOT NULL, reply TEXT NOT NULL);
        CREATE INDEX messages_time ON messages (time, id, recipient);
        CREATE INDEX messages_domain ON messages (domain, time);
        CREATE TABLE policy_history (
            node TEXT NOT NULL, id BIGINT NOT NULL, change BIGINT NOT NULL, time BIGINT NOT NULL, who TEXT NOT NULL, domain TEXT NOT NULL, path TEXT NOT NULL,
            before_kind TEXT NOT NULL, before_bytes BYTEA NOT NULL, after_kind TEXT NOT NULL, after_bytes BYTEA NOT NULL, undoes BIGINT NOT NULL, PRIMARY KEY (node, id));
        CREATE TABLE policy_known (node TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (node, path));
        INSERT INTO messages VALUES ('id1', 'bob@example.com', 'example.com', 1000, 's1', '192.0.2.7', 'mail.example.net', 'helo.example.net', 'ann@example.net',
            'hello', '<1@example.net>', 2048, 'refused', 'Missing header - Date:', 'checks/date', 'example.com/checks/date', '550 5.7.1 no', '', 12500, 'cafe',
            'spf=pass', '{"signed":true}', '[["checks/date",100,"","example.com/checks/date","refuse","Missing header - Date:"]]');
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
    public async Task Rows_of_the_journal_that_version_6_wrote_are_read_as_they_were()
    {
        await MakeAsync(Version1 + Messages6);
        await using var database = StateDatabase.OfFile(_tree.Path("state.db"));

        var row = Assert.Single(await new JournalReader(database).FindAsync(new JournalQuestion { Sender = "ann@example.net" }, CancellationToken.None));

        Assert.Equal(("s1", 2048, 12.5, FateKind.Archived), (row.Session, row.Size, row.Ms, row.Fate));
        Assert.Equal(("Missing header - Date:", "checks/date", "example.com/checks/date"), (row.Reason, row.Blocker, row.File));
        Assert.Equal(("550 5.7.1 no", "", "spf=pass", "{\"signed\":true}"), (row.Reply, row.NextHop, row.Authentication, row.Facts));
        Assert.StartsWith("[{\"rung\":\"checks/date\",\"value\":\"\",\"file\":\"example.com/checks/date\",\"result\":\"refuse\"", row.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_eight_days_of_a_journal_are_counted_when_it_is_brought_forward()
    {
        await MakeAsync(Version1 + Messages6 + """
            INSERT INTO messages SELECT 'id2', recipient, domain, 691201000, session, client, client_name, helo, sender, subject, message_id, size,
                fate, 'IP listed in DNS blacklist zen.example', 'checks/dnsbl', file, reply, next_hop, micros, body_hash, authentication, facts, trace FROM messages;
            INSERT INTO messages SELECT 'id3', recipient, domain, 691201001, session, client, client_name, helo, sender, subject, message_id, size,
                fate, reason, blocker, file, reply, next_hop, micros, body_hash, authentication, facts, trace FROM messages WHERE id = 'id2';
            """);
        await using var database = StateDatabase.OfFile(_tree.Path("state.db"));
        await using var connection = await database.OpenAsync(CancellationToken.None);

        Assert.Equal("example.com 192 refused checks/dnsbl zen.example 2", await ScalarAsync(
            connection, "SELECT GROUP_CONCAT(domain || ' ' || hour || ' ' || fate || ' ' || blocker || ' ' || zone || ' ' || count) FROM hour_counts"));
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
