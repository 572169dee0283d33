using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MsLite.Filter.State;

/// <summary>
/// Stops what SQLite is doing on a connection once nobody waits for it any more: of a cancellation it hears only between two rows, and there may be
/// none for long. PostgreSQL's driver does so by itself.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Of SQLite's steps: a fraction of a millisecond.</summary>
    private const int StepsBetweenLooks = 2000;

    private readonly SqliteConnection? _connection;

    private Interruption(SqliteConnection? connection) => _connection = connection;

    /// <summary>Until it is disposed of, which has to be before the connection is. What was stopped ends in a <see cref="DbException"/>.</summary>
    public static Interruption On(DbConnection connection, CancellationToken ct)
    {
        if (connection is not SqliteConnection sqlite || !ct.CanBeCanceled)
        {
            return new Interruption(null);
        }

        raw.sqlite3_progress_handler(sqlite.Handle, StepsBetweenLooks, _ => ct.IsCancellationRequested ? 1 : 0, null);
        return new Interruption(sqlite);
    }

    public void Dispose()
    {
        if (_connection is not null)
        {
            raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
        }
    }
}
