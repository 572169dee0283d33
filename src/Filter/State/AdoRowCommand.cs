using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>For every database that has ADO.NET.</summary>
internal sealed class AdoRowCommand<T> : IRowCommand<T>
{
    private readonly DbCommand _command;
    private readonly Func<T, object>[] _values;

    public AdoRowCommand(DbConnection connection, DbTransaction transaction, string sql, IReadOnlyCollection<(string Name, Func<T, object> Value)> columns)
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
            var value = _values[i](row);
            _command.Parameters[i].Value = value is Utf8Text text ? text.ToString() : value;
        }

        return await _command.ExecuteNonQueryAsync(ct);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
