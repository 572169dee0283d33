using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>How far each index has been read. A pass over the whole quarantine reads them at once, and asks no more about each directory.</summary>
internal sealed class FollowedPlaces(DbConnection connection, SearchBatch batch)
{
    private const string InsertPlace = "INSERT INTO followed (day, domain, position, mark, listed) VALUES (@day, @domain, @end, @mark, @listed) ON CONFLICT DO NOTHING";
    private const string MovePlace = "UPDATE followed SET position = @end, mark = @mark, listed = @listed WHERE day = @day AND domain = @domain AND position = @position";

    private readonly Dictionary<(string Day, string Domain), Followed> _known = [];
    private bool _isComplete;

    public IReadOnlyCollection<(string Day, string Domain)> Known => [.. _known.Keys];

    public async Task ReadAllAsync(CancellationToken ct)
    {
        await using var command = connection.Command("SELECT day, domain, position, mark, listed FROM followed");
        command.Transaction = batch.Transaction;
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            _known[(rows.GetString(0), rows.GetString(1))] = new Followed(rows.GetInt64(2), rows.GetString(3), rows.GetString(4));
        }

        _isComplete = true;
    }

    public async Task<Followed> FindAsync(string day, string domain, CancellationToken ct)
    {
        if (_known.TryGetValue((day, domain), out var known) || _isComplete)
        {
            return known ?? Followed.Nothing;
        }

        await using var command = connection.Command("SELECT position, mark, listed FROM followed WHERE day = @day AND domain = @domain", ("day", day), ("domain", domain));
        command.Transaction = batch.Transaction;
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new Followed(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)) : Followed.Nothing;
    }

    /// <summary>False when another node has moved it meanwhile; what it is now is looked up again.</summary>
    public async Task<bool> MoveAsync(string day, string domain, Followed from, Followed to, CancellationToken ct)
    {
        await using var command = connection.Command(
            from == Followed.Nothing ? InsertPlace : MovePlace,
            ("day", day),
            ("domain", domain),
            ("end", to.Position),
            ("mark", to.Mark),
            ("listed", to.Listed),
            ("position", from.Position));
        command.Transaction = batch.Transaction;
        var moved = await command.ExecuteNonQueryAsync(ct);
        if (moved == 0)
        {
            _known.Remove((day, domain));
            _isComplete = false;
            return false;
        }

        _known[(day, domain)] = to;
        return true;
    }

    public async Task ForgetAsync(string day, string domain, CancellationToken ct)
    {
        await batch.ExecuteAsync("DELETE FROM followed WHERE day = @day AND domain = @domain", ct, ("day", day), ("domain", domain));
        _known.Remove((day, domain));
    }
}
