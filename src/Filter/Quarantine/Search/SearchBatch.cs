using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Changes to the search index within one transaction. The tallies are kept with the rows, so that counting needs no look at them.</summary>
internal sealed class SearchBatch : IAsyncDisposable
{
    /// <summary>Keys of one millisecond that may meet by chance.</summary>
    private const int MostTries = 64;

    private readonly DbConnection _connection;
    private readonly IRowCommand<KeyedLine> _insert;
    private readonly IRowCommand<KeyedLine> _insertWords;
    private readonly IRowCommand<FollowedMove> _follow;
    private readonly IRowCommand<FollowedMove> _followFurther;
    private readonly string _deleteWords;
    private readonly Dictionary<(string Domain, string Day, string Blocker), long> _tallies = [];
    private readonly Dictionary<(string Facet, string Value), long> _totals = [];

    private SearchBatch(DbConnection connection, DbTransaction transaction, IWordIndex words)
    {
        (_connection, Transaction, _deleteWords) = (connection, transaction, words.Delete);
        _insert = SearchColumns.Insert(connection, transaction);
        _insertWords = SearchColumns.Prepare(connection, transaction, words.Insert);
        _follow = FollowedMove.First(connection, transaction);
        _followFurther = FollowedMove.Further(connection, transaction);
    }

    public DbTransaction Transaction { get; }

    /// <summary>Rows that were added or removed so far.</summary>
    public int Changes { get; private set; }

    public static async Task<SearchBatch> BeginAsync(DbConnection connection, IWordIndex words, CancellationToken ct) =>
        new(connection, await connection.BeginTransactionAsync(ct), words);

    /// <summary>False when this very copy is in the index already.</summary>
    public async Task<bool> InsertAsync(FollowedLine line, CancellationToken ct)
    {
        var row = new KeyedLine(CopyKey.Of(line.Entry), line);
        for (var tries = 0; await _insert.ExecuteAsync(row, ct) == 0; tries++)
        {
            if (tries == MostTries || await IsSameAsync(row.Key, line.Entry, ct))
            {
                return false;
            }

            row = row with { Key = row.Key + 1 };
        }

        await _insertWords.ExecuteAsync(row, ct);
        Count(line.Entry.Domain, line.Entry.Day, line.Entry.Blocker ?? "", 1);
        return true;
    }

    /// <summary>The rows changed: none when another node has moved it meanwhile.</summary>
    public ValueTask<int> MoveAsync(FollowedMove move, CancellationToken ct) => (move.From == Followed.Nothing ? _follow : _followFurther).ExecuteAsync(move, ct);

    public async Task DeleteAsync(QuarantineHit hit, CancellationToken ct)
    {
        await ExecuteAsync("DELETE FROM copies WHERE key = @key", ct, ("key", hit.Key));
        if (_deleteWords.Length > 0)
        {
            await ExecuteAsync(_deleteWords, ct, ("key", hit.Key));
        }

        Count(hit.Entry.Domain, hit.Entry.Day, hit.Entry.Blocker ?? "", -1);
    }

    /// <summary>The rows changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken ct, params (string Name, object? Value)[] values)
    {
        await using var command = _connection.Command(sql, values);
        command.Transaction = Transaction;
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        foreach (var ((domain, day, blocker), copies) in _tallies)
        {
            Total(domain, day, blocker, copies);
        }

        await AddAsync("tallies", ["domain", "day", "blocker"], [.. _tallies.Select(tally => (new[] { tally.Key.Domain, tally.Key.Day, tally.Key.Blocker }, tally.Value))], ct);

        // Always in the same order: two nodes change the same rows.
        var totals = _totals.OrderBy(total => total.Key.Facet, StringComparer.Ordinal).ThenBy(total => total.Key.Value, StringComparer.Ordinal);
        await AddAsync("totals", ["facet", "value"], [.. totals.Select(total => (new[] { total.Key.Facet, total.Key.Value }, total.Value))], ct);
        if (_tallies.Values.Any(change => change < 0))
        {
            await ExecuteAsync("DELETE FROM tallies WHERE copies <= 0", ct);
            await ExecuteAsync("DELETE FROM totals WHERE copies <= 0", ct);
        }

        await Transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync();
        await _insertWords.DisposeAsync();
        await _follow.DisposeAsync();
        await _followFurther.DisposeAsync();
        await Transaction.DisposeAsync();
    }

    private async Task AddAsync(string table, string[] columns, List<(string[] Key, long Copies)> changes, CancellationToken ct)
    {
        var names = string.Join(", ", columns);
        await using var command = _connection.Command(
            $"INSERT INTO {table} ({names}, copies) VALUES ({string.Join(", ", columns.Select(column => "@" + column))}, @copies) ON CONFLICT ({names}) DO UPDATE SET copies = {table}.copies + excluded.copies",
            [.. columns.Select(column => (column, (object?)"")), ("copies", 0L)]);
        command.Transaction = Transaction;
        foreach (var (key, copies) in changes)
        {
            for (var i = 0; i < key.Length; i++)
            {
                command.Parameters[i].Value = key[i];
            }

            command.Parameters[key.Length].Value = copies;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<bool> IsSameAsync(long key, QuarantineEntry entry, CancellationToken ct)
    {
        await using var command = _connection.Command(
            "SELECT COUNT(*) FROM copies WHERE key = @key AND file_name = @file_name AND domain = @domain", ("key", key), ("file_name", entry.FileName), ("domain", entry.Domain));
        command.Transaction = Transaction;
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    private void Count(string domain, string day, string blocker, long change)
    {
        Changes++;
        _tallies[(domain, day, blocker)] = _tallies.GetValueOrDefault((domain, day, blocker)) + change;
    }

    private void Total(string domain, string day, string blocker, long change)
    {
        foreach (var key in new[] { (Facets.Domain, domain), (Facets.Day, day), (Facets.Blocker, blocker) })
        {
            _totals[key] = _totals.GetValueOrDefault(key) + change;
        }
    }
}
