using System.Data.Common;
using System.IO.Compression;
using System.Text;
using MsLite.Filter.History;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Quarantine.View;

/// <summary>Everything that a decision rested on, in one zip that somebody else can check: the message, the ladder, the policy, what DNS said.</summary>
public sealed class EvidenceBundle(QuarantineStore store, JournalReader journal, PolicyEditor editor, PolicyBrowser browser, HistoryReader history)
{
    /// <summary>Files of the policy; a ladder names a handful.</summary>
    private const int MostFiles = 50;

    private const int MostChanges = 50;

    /// <summary>Writes the zip to <paramref name="output"/> (seekable). False when the copy is gone; then nothing is written.</summary>
    /// <exception cref="InvalidDataException">The file is not any more what was archived.</exception>
    /// <exception cref="IOException">The disk does not give it.</exception>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<bool> WriteAsync(QuarantineEntry entry, Stream output, CancellationToken ct)
    {
        await using var original = await store.TryOpenOriginalAsync(entry, ct);
        if (original is null)
        {
            return false;
        }

        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var zip = new EvidenceZip(archive);
        await zip.AddAsync("message.eml", original, entry.Time, ct);
        await zip.AddJsonAsync("index.json", entry, ct);
        await zip.AddJsonAsync("dns.json", DnsAnswers.Of(entry), ct);
        await AddJournalAsync(zip, entry, ct);
        await AddPolicyAsync(zip, entry, ct);
        await zip.AddAsync("README.txt", Encoding.UTF8.GetBytes(EvidenceText.Of(entry)), modified: null, ct);
        await zip.FinishAsync(ct);
        return true;
    }

    /// <summary>What the journal took down: the facts that checks looked at, what authentication and DNS answered, what was replied.</summary>
    private async Task AddJournalAsync(EvidenceZip zip, QuarantineEntry entry, CancellationToken ct)
    {
        if (entry.Id is { } id && (await journal.FindAsync(new JournalQuestion { Id = id, Domain = entry.Domain }, ct)) is { Count: > 0 } rows)
        {
            // One recipient's bundle says nothing of the others.
            var own = rows.Where(row => string.Equals(row.Recipient, AddressText.Parse(entry.Recipient)?.Key ?? entry.Recipient, StringComparison.OrdinalIgnoreCase));
            await zip.AddJsonAsync("journal.json", own, ct);
        }
    }

    private async Task AddPolicyAsync(EvidenceZip zip, QuarantineEntry entry, CancellationToken ct)
    {
        var changes = new List<object>();
        foreach (var file in entry.Trace.Select(asked => asked.File).Append(entry.File).OfType<string>().Distinct().Take(MostFiles))
        {
            // An index line may have been written by anybody: only names that the tree itself could hold are looked up.
            var names = file.Split('/');
            if (!editor.TryParse(names[0], names[1..], out var path, out _))
            {
                continue;
            }

            if (browser.Find(path) is { IsDirectory: false } item)
            {
                await zip.AddAsync($"policy/{path.Text}", item.Bytes.ToArray(), item.Modified, ct);
            }

            changes.AddRange((await history.FindAsync(new HistoryQuestion { Path = path.Text, Limit = MostChanges }, ct)).Select(Change));
        }

        await zip.AddJsonAsync("policy-history.json", changes, ct);
    }

    private static object Change(HistoryRow row) => new
    {
        row.Time,
        row.Who,
        row.Path,
        Before = row.Before.Kind,
        BeforeText = Encoding.UTF8.GetString(row.Before.Bytes.Span),
        After = row.After.Kind,
        AfterText = Encoding.UTF8.GetString(row.After.Bytes.Span),
    };
}
