using System.Data.Common;
using System.Globalization;

namespace MsLite.Filter.State;

/// <summary>Brings a database of any earlier version to this one's, forward only, each step once. A step that has been released is never changed.</summary>
internal static class Migrations
{
    /// <summary>Step n leads to version n. Only what SQLite and PostgreSQL both understand; times are milliseconds since 1970.</summary>
    private static readonly string[] s_steps =
    [
        """
        CREATE TABLE greylist (
            client TEXT NOT NULL,
            sender TEXT NOT NULL,
            recipient TEXT NOT NULL,
            first_seen BIGINT NOT NULL,
            last_seen BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            passed BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            PRIMARY KEY (client, sender, recipient)
        );
        CREATE INDEX greylist_expires ON greylist (expires);
        """,
        """
        CREATE TABLE messages (
            id TEXT NOT NULL,
            recipient TEXT NOT NULL,
            domain TEXT NOT NULL,
            time BIGINT NOT NULL,
            session TEXT NOT NULL,
            client TEXT NOT NULL,
            client_name TEXT NOT NULL,
            helo TEXT NOT NULL,
            sender TEXT NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT NOT NULL,
            size BIGINT NOT NULL,
            fate TEXT NOT NULL,
            reason TEXT NOT NULL,
            blocker TEXT NOT NULL,
            file TEXT NOT NULL,
            reply TEXT NOT NULL,
            next_hop TEXT NOT NULL,
            micros BIGINT NOT NULL,
            body_hash TEXT NOT NULL,
            authentication TEXT NOT NULL,
            facts TEXT NOT NULL,
            trace TEXT NOT NULL,
            PRIMARY KEY (id, recipient)
        );
        CREATE INDEX messages_time ON messages (time, id, recipient);
        CREATE INDEX messages_sender ON messages (sender, time);
        CREATE INDEX messages_recipient ON messages (recipient, time);
        CREATE INDEX messages_domain ON messages (domain, time);
        CREATE INDEX messages_client ON messages (client, time);
        """,
        """
        CREATE TABLE released (
            file TEXT NOT NULL PRIMARY KEY,
            id TEXT NOT NULL,
            recipient TEXT NOT NULL,
            begun BIGINT NOT NULL,
            ended BIGINT NOT NULL,
            reply TEXT NOT NULL
        );
        """,
        """
        CREATE TABLE tokens (
            name TEXT NOT NULL PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            domains TEXT NOT NULL,
            created BIGINT NOT NULL,
            expires BIGINT NOT NULL,
            last_used BIGINT NOT NULL
        );
        CREATE TABLE accounts (
            name TEXT NOT NULL PRIMARY KEY,
            password TEXT NOT NULL,
            role TEXT NOT NULL,
            domains TEXT NOT NULL,
            created BIGINT NOT NULL,
            totp_key TEXT NOT NULL,
            totp_step BIGINT NOT NULL,
            recovery TEXT NOT NULL
        );
        CREATE TABLE sessions (
            hash TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            begun BIGINT NOT NULL,
            used BIGINT NOT NULL,
            address TEXT NOT NULL,
            browser TEXT NOT NULL
        );
        CREATE INDEX sessions_account ON sessions (account);
        CREATE TABLE setup_links (
            hash TEXT NOT NULL PRIMARY KEY,
            expires BIGINT NOT NULL
        );
        """,
        """
        CREATE TABLE delivered (
            pair TEXT NOT NULL,
            hash TEXT NOT NULL,
            time BIGINT NOT NULL,
            code BIGINT NOT NULL,
            enhanced TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (pair, hash)
        );
        CREATE INDEX delivered_time ON delivered (time);
        """,
        """
        CREATE TABLE policy_history (
            node TEXT NOT NULL,
            id BIGINT NOT NULL,
            change BIGINT NOT NULL,
            time BIGINT NOT NULL,
            who TEXT NOT NULL,
            domain TEXT NOT NULL,
            path TEXT NOT NULL,
            before_kind TEXT NOT NULL,
            before_bytes BYTEA NOT NULL,
            after_kind TEXT NOT NULL,
            after_bytes BYTEA NOT NULL,
            undoes BIGINT NOT NULL,
            PRIMARY KEY (node, id)
        );
        CREATE INDEX policy_history_domain ON policy_history (node, domain, id);
        CREATE INDEX policy_history_path ON policy_history (node, path, id);
        CREATE TABLE policy_known (
            node TEXT NOT NULL,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            bytes BYTEA NOT NULL,
            PRIMARY KEY (node, path)
        );
        """,
        // The fate stands in both, so that days and minutes are counted without reading a row.
        """
        DROP INDEX messages_time;
        CREATE INDEX messages_time ON messages (time, id, recipient, fate);
        DROP INDEX messages_domain;
        CREATE INDEX messages_domain ON messages (domain, time, fate);
        """,
        """
        CREATE TABLE locks (name TEXT NOT NULL PRIMARY KEY);
        INSERT INTO locks (name) VALUES ('history');
        INSERT INTO locks (name) VALUES ('keys');
        CREATE TABLE panel_keys (
            name TEXT NOT NULL PRIMARY KEY,
            xml TEXT NOT NULL
        );
        CREATE TABLE policy_changes (
            id BIGINT NOT NULL PRIMARY KEY,
            change BIGINT NOT NULL,
            time BIGINT NOT NULL,
            who TEXT NOT NULL,
            domain TEXT NOT NULL,
            path TEXT NOT NULL,
            before_kind TEXT NOT NULL,
            before_bytes BYTEA NOT NULL,
            after_kind TEXT NOT NULL,
            after_bytes BYTEA NOT NULL,
            undoes BIGINT NOT NULL
        );
        INSERT INTO policy_changes
            SELECT id, change, time, who, domain, path, before_kind, before_bytes, after_kind, after_bytes, undoes FROM policy_history WHERE node <> '' ON CONFLICT DO NOTHING;
        CREATE INDEX policy_changes_domain ON policy_changes (domain, id);
        CREATE INDEX policy_changes_path ON policy_changes (path, id);
        CREATE TABLE policy_seen (
            path TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            bytes BYTEA NOT NULL
        );
        INSERT INTO policy_seen SELECT path, kind, bytes FROM policy_known WHERE node <> '' ON CONFLICT DO NOTHING;
        DROP TABLE policy_history;
        DROP TABLE policy_known;
        """,
        """
        CREATE TABLE answered (
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            request TEXT NOT NULL,
            time BIGINT NOT NULL,
            status BIGINT NOT NULL,
            type TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (caller, key)
        );
        CREATE INDEX answered_time ON answered (time);
        """,
        "ALTER TABLE messages ADD COLUMN details BYTEA;",
        "ALTER TABLE released ADD COLUMN who TEXT NOT NULL DEFAULT '';",
        // The newest eight days are added up once; from now on each row is counted as it is written.
        """
        CREATE TABLE hour_counts (
            domain TEXT NOT NULL,
            hour BIGINT NOT NULL,
            fate TEXT NOT NULL,
            blocker TEXT NOT NULL,
            zone TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (domain, hour, fate, blocker, zone)
        );
        CREATE INDEX hour_counts_hour ON hour_counts (hour);
        INSERT INTO hour_counts
            SELECT domain, hour, fate, blocker, zone, COUNT(*)
            FROM (
                SELECT domain, time / 3600000 AS hour, fate, blocker,
                    CASE WHEN blocker = 'checks/dnsbl' AND reason LIKE 'IP listed in DNS blacklist %' THEN SUBSTR(reason, 28) ELSE '' END AS zone
                FROM messages WHERE time >= (SELECT MAX(time) FROM messages) - 691200000
            ) AS newest
            GROUP BY domain, hour, fate, blocker, zone;
        CREATE INDEX messages_listed ON messages (time) WHERE SUBSTR(blocker, 6, 7) = 'listed/';
        """,
        // Nothing changes but what stands in messages.details from now on: a version that knows only JSON must not read it.
        "SELECT 1;",
    ];

    /// <summary>The version that this program knows.</summary>
    public static int Version => s_steps.Length;

    /// <exception cref="DbException">The database does not let us, or is of a later version.</exception>
    public static async Task RunAsync(DbConnection connection, CancellationToken ct)
    {
        await connection.MakeTableAsync("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)", ct);
        while (await VersionAsync(connection, ct) is var version && version < s_steps.Length)
        {
            await StepAsync(connection, version, ct);
        }

        if (await VersionAsync(connection, ct) is var found && found > s_steps.Length)
        {
            throw new LaterVersionException(found, s_steps.Length);
        }
    }

    /// <summary>Each step counts once: of two nodes that start together, one takes the row and the other waits, fails, and looks again.</summary>
    private static async Task StepAsync(DbConnection connection, int version, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (version) VALUES ({version + 1})"), ct);
            await ExecuteAsync(connection, s_steps[version], ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbException)
        {
            await transaction.RollbackAsync(ct);
            if (await VersionAsync(connection, ct) == version)
            {
                throw;
            }
        }
    }

    /// <summary>
    /// However long it takes: an index of millions of rows is not made within the time that a command has otherwise, and a step that is broken off
    /// is broken off at every start.
    /// </summary>
    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
