using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>Something to be written, and who waits for it.</summary>
internal interface IStateWrite
{
    /// <summary>May be called again after a transaction that failed.</summary>
    Task ApplyAsync(DbConnection connection, DbTransaction transaction);

    void Commit();

    void Fail(Exception fault);
}

/// <inheritdoc cref="IStateWrite"/>
internal sealed class StateWrite<T>(Func<DbConnection, DbTransaction, Task<T>> write) : IStateWrite
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _written = default!;

    public Task<T> Result => _result.Task;

    public async Task ApplyAsync(DbConnection connection, DbTransaction transaction) => _written = await write(connection, transaction);

    public void Commit() => _result.TrySetResult(_written);

    public void Fail(Exception fault) => _result.TrySetException(fault);
}
