using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>A command that is run once for each of many rows.</summary>
internal interface IRowCommand<in T> : IAsyncDisposable
{
    /// <summary>The rows of the table that it changed.</summary>
    /// <exception cref="DbException">The database does not take the row.</exception>
    ValueTask<int> ExecuteAsync(T row, CancellationToken ct);
}
