using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>An index is read further than it was.</summary>
internal readonly record struct FollowedMove(string Day, string Domain, Followed From, Followed To)
{
    private const string InsertPlace = "INSERT INTO followed (day, domain, position, mark, listed) VALUES (@day, @domain, @end, @mark, @listed) ON CONFLICT DO NOTHING";
    private const string MovePlace = "UPDATE followed SET position = @end, mark = @mark, listed = @listed WHERE day = @day AND domain = @domain AND position = @position";

    private static readonly Columns<FollowedMove> s_columns = new(
        ("day", move => move.Day),
        ("domain", move => move.Domain),
        ("end", move => move.To.Position),
        ("mark", move => move.To.Mark),
        ("listed", move => move.To.Listed),
        ("position", move => move.From.Position));

    /// <summary>For places that were not followed before.</summary>
    public static IRowCommand<FollowedMove> First(DbConnection connection, DbTransaction transaction) => s_columns.Prepare(connection, transaction, InsertPlace);

    /// <summary>Changes no row when another node has moved it meanwhile.</summary>
    public static IRowCommand<FollowedMove> Further(DbConnection connection, DbTransaction transaction) => s_columns.Prepare(connection, transaction, MovePlace);
}
