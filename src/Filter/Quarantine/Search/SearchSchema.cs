using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>
/// The tables of the search index. All of it can be made again from the quarantine's files, so another version is not migrated: it is dropped, and filled anew.
/// </summary>
internal static class SearchSchema
{
    private const int Version = 2;

    private const string Drop = "DROP TABLE IF EXISTS copies; DROP TABLE IF EXISTS tallies; DROP TABLE IF EXISTS totals; DROP TABLE IF EXISTS followed; DROP TABLE IF EXISTS words;";

    /// <summary>The key is the time first (<see cref="CopyKey"/>), so that newest first needs no sorting, neither here nor among words.</summary>
    private const string Tables = """
        CREATE TABLE copies (
            key BIGINT_KEY PRIMARY KEY,
            day TEXT NOT NULL,
            domain TEXT NOT NULL,
            file_name TEXT NOT NULL,
            id TEXT NOT NULL,
            sender TEXT NOT NULL,
            recipient TEXT NOT NULL,
            ip TEXT NOT NULL,
            host TEXT NOT NULL,
            helo TEXT NOT NULL,
            reason TEXT NOT NULL,
            blocker TEXT NOT NULL,
            file TEXT NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT NOT NULL,
            size BIGINT NOT NULL,
            position BIGINT NOT NULL,
            flags TEXT NOT NULL
        );
        CREATE INDEX copies_domain ON copies (domain, key);
        CREATE INDEX copies_id ON copies (id);
        CREATE TABLE tallies (
            domain TEXT NOT NULL,
            day TEXT NOT NULL,
            blocker TEXT NOT NULL,
            copies BIGINT NOT NULL,
            PRIMARY KEY (domain, day, blocker)
        );
        CREATE INDEX tallies_day ON tallies (day, domain);
        CREATE TABLE totals (
            facet TEXT NOT NULL,
            value TEXT NOT NULL,
            copies BIGINT NOT NULL,
            PRIMARY KEY (facet, value)
        );
        CREATE TABLE followed (
            day TEXT NOT NULL,
            domain TEXT NOT NULL,
            position BIGINT NOT NULL,
            mark TEXT NOT NULL,
            listed TEXT NOT NULL,
            PRIMARY KEY (day, domain)
        );
        """;

    /// <exception cref="DbException">The database does not let us.</exception>
    public static async Task PrepareAsync(DbConnection connection, CancellationToken ct)
    {
        await connection.MakeTableAsync("CREATE TABLE IF NOT EXISTS search_version (version BIGINT NOT NULL PRIMARY KEY)", ct);
        if (await VersionAsync(connection, ct) != Version)
        {
            await RebuildAsync(connection, ct);
        }
    }

    /// <summary>Empties the index; what follows it starts from the beginning of the files.</summary>
    public static async Task RebuildAsync(DbConnection connection, CancellationToken ct)
    {
        var isSqlite = connection is SqliteConnection;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(Drop, ct);
        await connection.ExecuteAsync(Tables.Replace("BIGINT_KEY", isSqlite ? "INTEGER" : "BIGINT", StringComparison.Ordinal), ct);
        await connection.ExecuteAsync(isSqlite ? SqliteWords.Table : PostgresWords.Table, ct);
        await connection.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM search_version; INSERT INTO search_version (version) VALUES ({Version})"), ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT COALESCE(MAX(version), 0) FROM search_version");
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
