using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>The table <c>messages</c>: one row into it, one out of it.</summary>
internal static class JournalTable
{
    private static readonly (string Name, Func<PendingRow, object> Value)[] s_columns =
    [
        ("id", row => row.Row.Id),
        ("recipient", row => row.Row.Recipient),
        ("domain", row => row.Row.Domain),
        ("time", row => row.Row.Time.ToUnixTimeMilliseconds()),
        ("session", row => row.Row.Session),
        ("client", row => row.Row.Client),
        ("client_name", row => row.Row.ClientName),
        ("helo", row => row.Row.Helo),
        ("sender", row => row.Row.Sender),
        ("subject", row => row.Row.Subject),
        ("message_id", row => row.Row.MessageId),
        ("size", row => row.Row.Size),
        ("fate", row => row.Row.Fate.Word()),
        ("reason", row => row.Row.Reason),
        ("blocker", row => row.Row.Blocker),
        ("file", row => row.Row.File),
        ("reply", row => row.Row.Reply),
        ("next_hop", row => row.Row.NextHop),
        ("micros", row => (long)(row.Row.Ms * 1000)),
        ("body_hash", row => row.Row.BodyHash),
        ("authentication", row => row.Row.Authentication),
        ("facts", row => row.Row.Facts),
        ("trace", row => JournalTrace.Write(row.Trace)),
    ];

    /// <summary>For SELECT, in the order that <see cref="Read"/> expects.</summary>
    public static readonly string Columns = string.Join(", ", s_columns.Select(column => column.Name));

    // A row that is there already was written by a try whose answer got lost.
    private static readonly string s_insert =
        $"INSERT INTO messages ({Columns}) VALUES ({string.Join(", ", s_columns.Select(column => "@" + column.Name))}) ON CONFLICT DO NOTHING";

    public static async Task<bool> InsertAsync(DbConnection connection, DbTransaction transaction, List<PendingRow> rows)
    {
        await using var command = connection.Command(s_insert);
        command.Transaction = transaction;
        foreach (var (name, _) in s_columns)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        foreach (var row in rows)
        {
            Fill(command, row);
            await command.ExecuteNonQueryAsync();
        }

        return true;
    }

    public static JournalRow Read(DbDataReader rows) => new()
    {
        Id = rows.GetString(0),
        Recipient = rows.GetString(1),
        Domain = rows.GetString(2),
        Time = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
        Session = rows.GetString(4),
        Client = rows.GetString(5),
        ClientName = rows.GetString(6),
        Helo = rows.GetString(7),
        Sender = rows.GetString(8),
        Subject = rows.GetString(9),
        MessageId = rows.GetString(10),
        Size = rows.GetInt64(11),
        Fate = FateKindExtensions.OfWord(rows.GetString(12)),
        Reason = rows.GetString(13),
        Blocker = rows.GetString(14),
        File = rows.GetString(15),
        Reply = rows.GetString(16),
        NextHop = rows.GetString(17),
        Ms = rows.GetInt64(18) / 1000.0,
        BodyHash = rows.GetString(19),
        Authentication = rows.GetString(20),
        Facts = rows.GetString(21),
        Trace = JournalTrace.Read(rows.GetString(22)),
    };

    private static void Fill(DbCommand command, PendingRow row)
    {
        for (var i = 0; i < s_columns.Length; i++)
        {
            command.Parameters[i].Value = s_columns[i].Value(row);
        }
    }
}
