using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>
/// Which directories of some days have lines that the search index does not know: those that this or another process has archived a moment
/// ago. Asked before the rows, it misses nothing: what was read by then is among them.
/// </summary>
internal sealed class UnreadIndexes
{
    private readonly Dictionary<(string Day, string Domain), long> _read = [];
    private readonly QuarantineStore _store;
    private readonly IReadOnlyList<string> _days;

    private UnreadIndexes(QuarantineStore store, IReadOnlyList<string> days) => (_store, _days) = (store, days);

    /// <exception cref="DbException">The database does not answer.</exception>
    public static async Task<UnreadIndexes> AsOfNowAsync(SearchDatabase database, QuarantineStore store, IReadOnlyList<string> days, CancellationToken ct)
    {
        var unread = new UnreadIndexes(store, days);
        await using var connection = await database.OpenAsync(ct);
        foreach (var day in days)
        {
            await using var command = connection.Command("SELECT domain, position FROM followed WHERE day = @day", ("day", day));
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                unread._read[(day, rows.GetString(0))] = rows.GetInt64(1);
            }
        }

        return unread;
    }

    /// <summary>The directories, by a look at the length of each index.</summary>
    /// <exception cref="IOException">The archive cannot be listed.</exception>
    public IEnumerable<(string Day, string Domain)> Places() => _days.SelectMany(day => _store.Domains(day).Where(domain => IsUnread(day, domain)).Select(domain => (day, domain)));

    private bool IsUnread(string day, string domain) =>
        new FileInfo(new DomainDirectory(Path.Combine(_store.Root, day), domain).Index) is { Exists: true } index && index.Length != _read.GetValueOrDefault((day, domain));
}
