using Microsoft.Data.Sqlite;

namespace MsLite.Filter.State;

/// <inheritdoc cref="SqliteStatement"/>
internal sealed class SqliteRowCommand<T> : IRowCommand<T>
{
    private readonly SqliteStatement _statement;
    private readonly (int Index, Func<T, ColumnValue> Value)[] _parameters;

    public SqliteRowCommand(SqliteConnection connection, string sql, IEnumerable<(string Name, Func<T, ColumnValue> Value)> columns)
    {
        _statement = new SqliteStatement(connection, sql);
        _parameters = [.. columns.Select(column => (Index: _statement.IndexOf(column.Name), column.Value)).Where(parameter => parameter.Index > 0)];
    }

    public ValueTask<int> ExecuteAsync(T row, CancellationToken ct)
    {
        foreach (var (index, value) in _parameters)
        {
            _statement.Bind(index, value(row));
        }

        return new ValueTask<int>(_statement.Execute());
    }

    public ValueTask DisposeAsync()
    {
        _statement.Dispose();
        return ValueTask.CompletedTask;
    }
}
