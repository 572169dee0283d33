using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>The table <c>copies</c>: a row into it, a row out of it.</summary>
internal static class SearchColumns
{
    /// <summary>A sender may put megabytes into a field that is shown in a list.</summary>
    private const int MaxText = 1000;

    private static readonly Columns<KeyedLine> s_columns = new(
        ("key", line => line.Key),
        ("day", line => line.Entry.Day),
        ("domain", line => line.Entry.Domain),
        ("file_name", line => Text(line.Entry.FileName)),
        ("id", line => Text(line.Entry.Id)),
        ("sender", line => Text(line.Entry.From)),
        ("recipient", line => Text(line.Entry.Recipient)),
        ("ip", line => Text(line.Entry.Ip)),
        ("host", line => Text(line.Entry.Host)),
        ("helo", line => Text(line.Entry.Helo)),
        ("reason", line => Text(line.Entry.Reason)),
        ("blocker", line => Text(line.Entry.Blocker)),
        ("file", line => Text(line.Entry.File)),
        ("subject", line => Text(line.Entry.Subject)),
        ("message_id", line => Text(line.Entry.MessageId)),
        ("size", line => line.Entry.Size ?? 0L),
        ("position", line => line.Position),
        ("flags", line => line.Flags));

    /// <summary>For SELECT, in the order that <see cref="Read"/> expects.</summary>
    public static readonly string Names = string.Join(", ", s_columns.Names.Select(name => "c." + name));

    private static readonly string s_insert =
        $"INSERT INTO copies ({string.Join(", ", s_columns.Names)}) VALUES ({string.Join(", ", s_columns.Parameters)}) ON CONFLICT DO NOTHING";

    /// <summary>Changes no row when the key is taken.</summary>
    public static IRowCommand<KeyedLine> Insert(DbConnection connection, DbTransaction transaction) => Prepare(connection, transaction, s_insert);

    /// <summary>A command whose parameters are columns.</summary>
    public static IRowCommand<KeyedLine> Prepare(DbConnection connection, DbTransaction transaction, string sql) => s_columns.Prepare(connection, transaction, sql);

    public static QuarantineHit Read(DbDataReader rows)
    {
        var key = rows.GetInt64(0);
        var entry = new QuarantineEntry
        {
            Day = rows.GetString(1),
            Domain = rows.GetString(2),
            FileName = rows.GetString(3),
            Id = NullIfEmpty(rows.GetString(4)),
            From = rows.GetString(5),
            Recipient = rows.GetString(6),
            Ip = rows.GetString(7),
            Host = rows.GetString(8),
            Helo = rows.GetString(9),
            Reason = rows.GetString(10),
            Blocker = NullIfEmpty(rows.GetString(11)),
            File = NullIfEmpty(rows.GetString(12)),
            Subject = rows.GetString(13),
            MessageId = rows.GetString(14),
            Size = rows.GetInt64(15),
            Time = CopyKey.TimeOf(key),
        };
        return new QuarantineHit(key, entry, rows.GetInt64(16), rows.GetString(17));
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    /// <summary>PostgreSQL's texts cannot hold a NUL.</summary>
    private static string Text(string? text) => (text is { Length: > MaxText } ? text[..MaxText] : text ?? "").Replace('\0', '\uFFFD');
}
