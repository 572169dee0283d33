using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>How far each index has been read. A pass over the whole quarantine reads them at once, and asks no more about each directory.</summary>
internal sealed class FollowedPlaces(DbConnection connection)
{
    private readonly Dictionary<(string Day, string Domain), Followed> _known = [];

    /// <summary>Those that somebody else has moved since they were read.</summary>
    private readonly HashSet<(string Day, string Domain)> _moved = [];

    private bool _isComplete;

    public IReadOnlyCollection<(string Day, string Domain)> Known => [.. _known.Keys];

    /// <summary>Whether nothing of it has been read, as far as was known when all were read.</summary>
    public bool IsNew(ChangedIndex place) => _isComplete && !_known.ContainsKey((place.Day, place.Domain)) && !_moved.Contains((place.Day, place.Domain));

    /// <summary>Unless they have been read. Not within a batch.</summary>
    public async Task ReadAllAsync(CancellationToken ct)
    {
        if (_isComplete)
        {
            return;
        }

        await using var command = connection.Command("SELECT day, domain, position, mark, listed FROM followed");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            _known[(rows.GetString(0), rows.GetString(1))] = new Followed(rows.GetInt64(2), rows.GetString(3), rows.GetString(4));
        }

        _isComplete = true;
    }

    public async Task<Followed> FindAsync(SearchBatch batch, string day, string domain, CancellationToken ct)
    {
        if (_known.TryGetValue((day, domain), out var known) || (_isComplete && !_moved.Contains((day, domain))))
        {
            return known ?? Followed.Nothing;
        }

        await using var command = connection.Command("SELECT position, mark, listed FROM followed WHERE day = @day AND domain = @domain", ("day", day), ("domain", domain));
        command.Transaction = batch.Transaction;
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new Followed(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)) : Followed.Nothing;
    }

    /// <summary>False when somebody else, here or on another node, has moved it meanwhile; what it is now is looked up again.</summary>
    public async Task<bool> MoveAsync(SearchBatch batch, string day, string domain, Followed from, Followed to, CancellationToken ct)
    {
        var moved = await batch.MoveAsync(new FollowedMove(day, domain, from, to), ct);
        if (moved == 0)
        {
            _known.Remove((day, domain));
            _moved.Add((day, domain));
            return false;
        }

        _known[(day, domain)] = to;
        return true;
    }

    public async Task ForgetAsync(SearchBatch batch, string day, string domain, CancellationToken ct)
    {
        await batch.ExecuteAsync("DELETE FROM followed WHERE day = @day AND domain = @domain", ct, ("day", day), ("domain", domain));
        _known.Remove((day, domain));
    }
}
