using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>Commands in one line each.</summary>
internal static class DbConnectionExtensions
{
    /// <summary>Makes a table unless there is one.</summary>
    /// <param name="sql">A constant of ours, with IF NOT EXISTS.</param>
    /// <exception cref="DbException">The database does not let us.</exception>
    public static async Task MakeTableAsync(this DbConnection connection, string sql, CancellationToken ct)
    {
        try
        {
            await connection.ExecuteAsync(sql, ct);
        }
        catch (DbException)
        {
            // PostgreSQL lets two nodes that start together both find none; the one that fails finds the other's now.
            await connection.ExecuteAsync(sql, ct);
        }
    }

    /// <param name="sql">A constant of ours; values only as <paramref name="parameters"/>, named as in the text, without the @.</param>
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller hands in a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static async Task<int> ExecuteAsync(this DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How many rows it changed, within a transaction.</summary>
    public static async Task<int> ChangeAsync(
        this DbConnection connection, DbTransaction transaction, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until no other transaction, on whatever node, holds this lock; the transaction's end gives it back.</summary>
    /// <param name="name">A row of the table locks.</param>
    public static Task<int> LockAsync(this DbConnection connection, DbTransaction transaction, string name) =>
        connection.ChangeAsync(transaction, "UPDATE locks SET name = @name WHERE name = @name", ("name", name));
}
