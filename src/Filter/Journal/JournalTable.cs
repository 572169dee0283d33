using System.Data.Common;
using System.Text.Json;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>The table <c>messages</c>: one row into it, one out of it.</summary>
internal static class JournalTable
{
    private const int Details = 14;
    private const int FormerFile = 17;
    private const string Savepoint = "row";

    private static readonly Columns<PendingRow> s_columns = new(
        ("id", row => row.Text(0)),
        ("recipient", row => row.Text(1)),
        ("domain", row => row.Domain),
        ("time", row => row.Time),
        ("client", row => row.Text(4)),
        ("client_name", row => row.Text(5)),
        ("helo", row => row.Text(6)),
        ("sender", row => row.Text(7)),
        ("subject", row => row.Text(8)),
        ("message_id", row => row.Text(9)),
        ("fate", row => row.Fate),
        ("reason", row => row.Reason),
        ("blocker", row => row.Blocker),
        ("body_hash", row => row.Text(13)),
        ("details", row => row.Bytes(14)));

    /// <summary>Columns that older versions filled, each with what it holds now that <see cref="JournalDetails"/> says it.</summary>
    private static readonly (string Name, string Nothing)[] s_former =
    [
        ("session", "''"), ("size", "0"), ("file", "''"), ("reply", "''"), ("next_hop", "''"), ("micros", "0"), ("authentication", "''"), ("facts", "''"),
        ("trace", "''"),
    ];

    /// <summary>For SELECT, in the order that <see cref="Read"/> expects.</summary>
    public static readonly string Columns = string.Join(", ", s_columns.Names.Concat(s_former.Select(column => column.Name)));

    // A row that is there already was written, and counted, by a try whose answer got lost.
    private static readonly string s_insert =
        $"INSERT INTO messages ({Columns}) VALUES ({string.Join(", ", s_columns.Parameters.Concat(s_former.Select(column => column.Nothing)))}) ON CONFLICT DO NOTHING";

    public static async Task<bool> InsertAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<PendingRow> rows)
    {
        await using var command = s_columns.Prepare(connection, transaction, s_insert);
        var counts = new HourCounts();
        foreach (var row in rows)
        {
            if (await command.ExecuteAsync(row, CancellationToken.None) > 0)
            {
                counts.Add(row);
            }
        }

        await counts.WriteAsync(connection, transaction);
        return true;
    }

    /// <summary>The same row by row. Gives those that the database does not take, each with its fault.</summary>
    public static async Task<IReadOnlyList<(PendingRow Row, DbException Fault)>> InsertEachAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<PendingRow> rows)
    {
        await using var command = s_columns.Prepare(connection, transaction, s_insert);
        var counts = new HourCounts();
        var refused = new List<(PendingRow, DbException)>();
        foreach (var row in rows)
        {
            await transaction.SaveAsync(Savepoint);
            try
            {
                if (await command.ExecuteAsync(row, CancellationToken.None) > 0)
                {
                    counts.Add(row);
                }

                await transaction.ReleaseAsync(Savepoint);
            }
            catch (DbException fault) when (fault.IsRefusalOfData())
            {
                await transaction.RollbackAsync(Savepoint);
                refused.Add((row, fault));
            }
        }

        await counts.WriteAsync(connection, transaction);
        return refused;
    }

    /// <summary>The deciding file of a row, or empty, and its trace (<see cref="TraceJson"/>) when checks in shadow stand in it, else empty: a fifth of the work of a whole row.</summary>
    /// <param name="rows">Of <see cref="Columns"/>.</param>
    public static (DateTimeOffset Time, string File, string Trace) ReadDecision(DbDataReader rows)
    {
        var (file, hasShadow) = rows.IsDBNull(Details) ? (rows.GetString(FormerFile), true) : DecisionOf(rows.GetFieldValue<byte[]>(Details));
        return (DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)), file, hasShadow ? Read(rows).Trace : "");
    }

    public static JournalRow Read(DbDataReader rows)
    {
        var row = new JournalRow
        {
            Id = rows.GetString(0),
            Recipient = rows.GetString(1),
            Domain = rows.GetString(2),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
            Client = rows.GetString(4),
            ClientName = rows.GetString(5),
            Helo = rows.GetString(6),
            Sender = rows.GetString(7),
            Subject = rows.GetString(8),
            MessageId = rows.GetString(9),
            Fate = FateKindExtensions.OfWord(rows.GetString(10)),
            Reason = rows.GetString(11),
            Blocker = rows.GetString(12),
            BodyHash = rows.GetString(13),
        };
        if (rows.IsDBNull(Details))
        {
            return ReadFormer(row, rows);
        }

        var details = rows.GetFieldValue<byte[]>(Details);
        return Understood(() => FormerDetails.IsOne(details) ? FormerDetails.AddTo(row, details) : JournalDetails.AddTo(row, details), row with { Trace = "[]" });
    }

    private static (string File, bool HasShadow) DecisionOf(byte[] details) =>
        Understood(() => FormerDetails.IsOne(details) ? FormerDetails.DecisionOf(details) : JournalDetails.DecisionOf(details), ("", false));

    /// <summary>Details that a later version wrote, or that are spoilt, must not hide the other rows: of this one the columns still tell most.</summary>
    private static T Understood<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            return otherwise;
        }
    }

    private static JournalRow ReadFormer(JournalRow row, DbDataReader rows) => row with
    {
        Session = rows.GetString(15),
        Size = rows.GetInt64(16),
        File = rows.GetString(FormerFile),
        Reply = rows.GetString(18),
        NextHop = rows.GetString(19),
        Ms = rows.GetInt64(20) / 1000.0,
        Authentication = rows.GetString(21),
        Facts = rows.GetString(22),
        Trace = FormerTrace.Read(rows.GetString(23)),
    };
}
