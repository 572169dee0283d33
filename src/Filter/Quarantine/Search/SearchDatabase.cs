using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Where the search index is kept: a SQLite file of its own, which may be deleted, or the PostgreSQL database that nodes share.</summary>
internal sealed class SearchDatabase(MsLiteOptions options) : IAsyncDisposable
{
    private const string FileName = "search.db";

    private readonly StateDatabase _database = StateDatabase.For(options, FileName, SearchSchema.PrepareAsync);

    public IWordIndex Words { get; } = options.Database == StateDatabase.Sqlite ? new SqliteWords() : new PostgresWords();

    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken ct) => _database.OpenAsync(ct);

    /// <inheritdoc cref="StateDatabase.OpenToWriteAsync"/>
    public Task<DbConnection> OpenToWriteAsync(CancellationToken ct) => _database.OpenToWriteAsync(ct);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
