using System.Data.Common;
using Microsoft.Data.Sqlite;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Where the search index is kept: a SQLite file of its own, which may be deleted, or the PostgreSQL database that nodes share.</summary>
internal sealed class SearchDatabase(MsLiteOptions options) : IAsyncDisposable
{
    private const string FileName = "search.db";

    /// <summary>At most 64 MiB of pages in memory, and 128 MiB in the log: what a reindex writes comes back to the same pages again and again.</summary>
    private const string ReindexPragmas = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 32768;";

    private readonly StateDatabase _database = StateDatabase.For(options, FileName, SearchSchema.PrepareAsync);

    public IWordIndex Words { get; } = options.Database == StateDatabase.Sqlite ? new SqliteWords() : new PostgresWords();

    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken ct) => _database.OpenAsync(ct);

    /// <inheritdoc cref="StateDatabase.OpenToWriteAsync"/>
    public async Task<DbConnection> OpenToWriteAsync(CancellationToken ct)
    {
        var connection = await _database.OpenToWriteAsync(ct);
        if (connection is SqliteConnection)
        {
            await connection.ExecuteAsync(ReindexPragmas, ct);
        }

        return connection;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
