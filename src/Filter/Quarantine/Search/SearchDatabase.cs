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

    /// <summary>Has a file of ours in memory when it fits there, before anybody asks. The bytes that were read.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public Task<long> WarmUpAsync(CancellationToken ct) => options.Database == StateDatabase.Sqlite
        ? WarmUp.ReadAsync(Path.Combine(options.StateRoot, FileName), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, ct)
        : Task.FromResult(0L);

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

    /// <summary>All rows of an answer. A question that is cancelled stops where it is.</summary>
    /// <param name="sql">A constant of ours.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<List<T>> AskAsync<T>(string sql, IReadOnlyList<(string Name, object? Value)> values, Func<DbDataReader, T> read, CancellationToken ct) =>
        AskWhileAsync(sql, values, read, () => true, ct);

    /// <summary>The first rows of an answer: no more are read once <paramref name="goesOn"/>, which is asked after each, says so.</summary>
    /// <inheritdoc cref="AskAsync{T}"/>
    public Task<List<T>> AskWhileAsync<T>(
        string sql, IReadOnlyList<(string Name, object? Value)> values, Func<DbDataReader, T> read, Func<bool> goesOn, CancellationToken ct) =>
        // SQLite answers on the thread that asks, and that of a page has to hear meanwhile that something else is wanted.
        Task.Run(() => ReadAsync(sql, values, read, goesOn, ct), ct);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<List<T>> ReadAsync<T>(
        string sql, IReadOnlyList<(string Name, object? Value)> values, Func<DbDataReader, T> read, Func<bool> goesOn, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        using var interruption = Interruption.On(connection, ct);
        await using var command = connection.Command(sql, [.. values]);
        try
        {
            await using var rows = await command.ExecuteReaderAsync(ct);
            var found = new List<T>();
            while (await rows.ReadAsync(ct))
            {
                found.Add(read(rows));
                if (!goesOn())
                {
                    break;
                }
            }

            return found;
        }
        catch (DbException stopped) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(stopped.Message, stopped, ct);
        }
    }
}
