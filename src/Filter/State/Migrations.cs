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
    ];

    /// <exception cref="DbException">The database does not let us, or is of a later version.</exception>
    public static async Task RunAsync(DbConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)", ct);
        while (await VersionAsync(connection, ct) is var version && version < s_steps.Length)
        {
            await StepAsync(connection, version, ct);
        }
    }

    /// <summary>Each step counts once: of two nodes that start together, one takes the row and the other waits, fails, and looks again.</summary>
    private static async Task StepAsync(DbConnection connection, int version, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (version) VALUES ({version + 1})"), ct);
            await connection.ExecuteAsync(s_steps[version], ct);
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

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
