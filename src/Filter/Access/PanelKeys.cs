using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>The keys with which the panel seals its forms and cookies, in the state database: what one node has sealed, every node opens.</summary>
public sealed class PanelKeys
{
    private const string Lock = "keys";

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;

    internal PanelKeys(StateDatabase database, StateWriter writer) => (_database, _writer) = (database, writer);

    /// <summary>Every key there is, as it was handed in.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command("SELECT xml FROM panel_keys ORDER BY name");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var keys = new List<string>();
        while (await rows.ReadAsync(ct))
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    }

    /// <param name="name">Another than any key has.</param>
    /// <param name="xml">As it is to be read again.</param>
    /// <exception cref="DbException">It is not written.</exception>
    public Task AddAsync(string name, string xml, CancellationToken ct) =>
        _writer.ExecuteAsync("INSERT INTO panel_keys (name, xml) VALUES (@name, @xml)", ct, ("name", name), ("xml", xml));

    /// <summary>Does the work while no other node does the same.</summary>
    /// <exception cref="DbException">The database does not answer; the work may have been done.</exception>
    public async Task AloneAsync(Action work, CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.LockAsync(transaction, Lock);
        work();
        await transaction.CommitAsync(ct);
    }
}
