using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MsLite.Filter.State;

/// <summary>
/// A statement that is run for thousands of rows, within whatever transaction the connection is in: each parameter's number is looked up
/// once. ADO.NET looks each up by its name for every row, which costs more than SQLite's own work. Not thread-safe.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[2048];

    /// <param name="sql">A constant of ours.</param>
    /// <exception cref="DbException">SQLite does not take it.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out _statement));
    }

    /// <summary>The number of a parameter, named without the @; zero when there is none of this name.</summary>
    public int IndexOf(string name) => raw.sqlite3_bind_parameter_index(_statement, "@" + name);

    public void Bind(int index, in ColumnValue value)
    {
        Check(value.Kind switch
        {
            ColumnKind.Number => raw.sqlite3_bind_int64(_statement, index, value.Number),
            ColumnKind.Text => BindText(index, value.Text),
            ColumnKind.Utf8Text => raw.sqlite3_bind_text(_statement, index, value.Bytes.Span),
            _ => raw.sqlite3_bind_blob(_statement, index, value.Bytes.Span),
        });
    }

    /// <summary>Runs it with the values bound since the last time. The rows it changed.</summary>
    /// <exception cref="DbException">SQLite does not take the row.</exception>
    public int Execute()
    {
        var result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        return raw.sqlite3_changes(_connection.Handle);
    }

    public void Dispose() => _statement.Dispose();

    private int BindText(int index, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _text.Length)
        {
            _text = new byte[most];
        }

        return raw.sqlite3_bind_text(_statement, index, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);
}
