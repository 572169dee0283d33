using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>For every database that has ADO.NET.</summary>
internal sealed class AdoRowCommand<T> : IRowCommand<T>
{
    private readonly DbCommand _command;
    private readonly Func<T, ColumnValue>[] _values;

    public AdoRowCommand(DbConnection connection, DbTransaction transaction, string sql, IReadOnlyCollection<(string Name, Func<T, ColumnValue> Value)> columns)
    {
        _command = connection.Command(sql);
        _command.Transaction = transaction;
        _values = [.. columns.Select(column => column.Value)];
        foreach (var (name, _) in columns)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    public async ValueTask<int> ExecuteAsync(T row, CancellationToken ct)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            _command.Parameters[i].Value = _values[i](row).ToObject();
        }

        return await _command.ExecuteNonQueryAsync(ct);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
