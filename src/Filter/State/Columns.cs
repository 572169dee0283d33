using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace MsLite.Filter.State;

/// <summary>The columns of a table, and what a row has in each: a text, a whole number or bytes.</summary>
internal sealed class Columns<T>(params (string Name, Func<T, ColumnValue> Value)[] columns)
{
    /// <summary>In order.</summary>
    public IEnumerable<string> Names => columns.Select(column => column.Name);

    /// <summary>For VALUES: each column's parameter, in order.</summary>
    public IEnumerable<string> Parameters => columns.Select(column => "@" + column.Name);

    /// <summary>A command whose parameters have the columns' names; it need not use them all.</summary>
    /// <param name="sql">A constant of ours.</param>
    /// <exception cref="DbException">The database does not take it.</exception>
    public IRowCommand<T> Prepare(DbConnection connection, DbTransaction transaction, string sql) => connection is SqliteConnection sqlite
        ? new SqliteRowCommand<T>(sqlite, sql, columns)
        : new AdoRowCommand<T>(connection, transaction, sql, columns);
}
