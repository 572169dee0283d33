using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MsLite.Filter.State;

/// <summary>Where state is kept: in a SQLite file of our own, or in a PostgreSQL database that several nodes may share. The SQL is the same.</summary>
internal sealed class StateDatabase : IAsyncDisposable
{
    /// <summary>The option <c>Database</c> that asks for a file of ours.</summary>
    public const string Sqlite = "sqlite";

    private const string FileName = "state.db";

    /// <summary>At most 32 MiB of pages in memory, 32 MiB of them in the log before they are moved to their places: by default it is 2 and 4.</summary>
    private const string WriterPragmas = "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192;";

    private readonly DbDataSource _source;
    private readonly bool _isSqlite;
    private readonly Func<DbConnection, CancellationToken, Task> _migrate;
    private readonly SemaphoreSlim _gate = new(1);
    private bool _isMigrated;

    private StateDatabase(DbDataSource source, bool isSqlite, Func<DbConnection, CancellationToken, Task> migrate) =>
        (_source, _isSqlite, _migrate) = (source, isSqlite, migrate);

    /// <summary>By the option <c>Database</c>; nothing is opened yet.</summary>
    public static StateDatabase For(MsLiteOptions options) => For(options, FileName, Migrations.RunAsync);

    /// <summary>A database of other tables than the state's.</summary>
    /// <param name="fileName">In <c>StateRoot</c>; PostgreSQL keeps them beside the others.</param>
    /// <param name="migrate">Makes the tables before the first connection is given out.</param>
    public static StateDatabase For(MsLiteOptions options, string fileName, Func<DbConnection, CancellationToken, Task> migrate) => options.Database == Sqlite
        ? OfFile(Path.Combine(options.StateRoot, fileName), migrate)
        : new StateDatabase(NpgsqlDataSource.Create(options.Database), isSqlite: false, migrate);

    public static StateDatabase OfFile(string path) => OfFile(path, Migrations.RunAsync);

    private static StateDatabase OfFile(string path, Func<DbConnection, CancellationToken, Task> migrate) => new(
        SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString), isSqlite: true, migrate);

    /// <summary>A connection to a database whose tables are those of this version.</summary>
    /// <exception cref="DbException">The database does not answer, or is of a later version.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await _source.OpenConnectionAsync(ct);
        try
        {
            await PrepareAsync(connection, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same for one that writes much: pages that change again and again stay in memory, and go to the disk together.</summary>
    /// <exception cref="DbException">The database does not answer, or is of a later version.</exception>
    public async Task<DbConnection> OpenToWriteAsync(CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        if (_isSqlite)
        {
            await connection.ExecuteAsync(WriterPragmas, ct);
        }

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _gate.Dispose();
    }

    private async Task PrepareAsync(DbConnection connection, CancellationToken ct)
    {
        if (_isSqlite)
        {
            // WAL: readers do not wait for the writer. NORMAL: a power cut may take the last moments of state, never of mail.
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;", ct);
        }

        await _gate.WaitAsync(ct);
        try
        {
            if (!_isMigrated)
            {
                await _migrate(connection, ct);
                _isMigrated = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
