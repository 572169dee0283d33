using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>The table <c>messages</c>: one row into it, one out of it.</summary>
internal static class JournalTable
{
    private static readonly (string Name, Func<JournalRow, object> Value)[] s_columns =
    [
        ("id", row => row.Id),
        ("recipient", row => row.Recipient),
        ("domain", row => row.Domain),
        ("time", row => row.Time.ToUnixTimeMilliseconds()),
        ("session", row => row.Session),
        ("client", row => row.Client),
        ("client_name", row => row.ClientName),
        ("helo", row => row.Helo),
        ("sender", row => row.Sender),
        ("subject", row => row.Subject),
        ("message_id", row => row.MessageId),
        ("size", row => row.Size),
        ("fate", row => row.Fate.Word()),
        ("reason", row => row.Reason),
        ("blocker", row => row.Blocker),
        ("file", row => row.File),
        ("reply", row => row.Reply),
        ("next_hop", row => row.NextHop),
        ("micros", row => (long)(row.Ms * 1000)),
        ("body_hash", row => row.BodyHash),
        ("authentication", row => row.Authentication),
        ("facts", row => row.Facts),
        ("trace", row => row.Trace),
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
            Fill(command, row.Row with { Trace = row.TraceText() });
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
        Trace = rows.GetString(22),
    };

    private static void Fill(DbCommand command, JournalRow row)
    {
        for (var i = 0; i < s_columns.Length; i++)
        {
            command.Parameters[i].Value = s_columns[i].Value(row);
        }
    }
}
