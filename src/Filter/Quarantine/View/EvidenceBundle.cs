using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

        var sums = new StringBuilder();
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await AddAsync(zip, sums, "message.eml", original, ct);
        await AddAsync(zip, sums, "index.json", JsonSerializer.SerializeToUtf8Bytes(entry, s_json), ct);
        await AddJournalAsync(zip, sums, entry, ct);
        await AddPolicyAsync(zip, sums, entry, ct);
        await AddAsync(zip, sums, "README.txt", Encoding.UTF8.GetBytes(EvidenceText.Of(entry)), ct);
        await AddAsync(zip, new StringBuilder(), "SHA256SUMS", Encoding.UTF8.GetBytes(sums.ToString()), ct);
        return true;
    }

    /// <summary>What the journal took down: the facts that checks looked at, what authentication and DNS answered, what was replied.</summary>
    private async Task AddJournalAsync(ZipArchive zip, StringBuilder sums, QuarantineEntry entry, CancellationToken ct)
    {
        if (entry.Id is { } id && (await journal.FindAsync(new JournalQuestion { Id = id, Domain = entry.Domain }, ct)) is { Count: > 0 } rows)
        {
            // One recipient's bundle says nothing of the others.
            var own = rows.Where(row => string.Equals(row.Recipient, AddressText.Parse(entry.Recipient)?.Key ?? entry.Recipient, StringComparison.OrdinalIgnoreCase));
            await AddAsync(zip, sums, "journal.json", JsonSerializer.SerializeToUtf8Bytes(own, s_json), ct);
        }
    }

    private async Task AddPolicyAsync(ZipArchive zip, StringBuilder sums, QuarantineEntry entry, CancellationToken ct)
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
                await AddAsync(zip, sums, $"policy/{path.Text}", item.Bytes.ToArray(), ct);
            }

            changes.AddRange((await history.FindAsync(new HistoryQuestion { Path = path.Text, Limit = MostChanges }, ct)).Select(Change));
        }

        await AddAsync(zip, sums, "policy-history.json", JsonSerializer.SerializeToUtf8Bytes(changes, s_json), ct);
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

    private static async Task AddAsync(ZipArchive zip, StringBuilder sums, string name, byte[] bytes, CancellationToken ct)
    {
        using var content = new MemoryStream(bytes);
        await AddAsync(zip, sums, name, content, ct);
    }

    private static async Task AddAsync(ZipArchive zip, StringBuilder sums, string name, Stream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var file = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct))
        {
            var buffer = new byte[32 * 1024];
            for (int count; (count = await content.ReadAsync(buffer, ct)) > 0;)
            {
                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), ct);
            }
        }

        // As "sha256sum -c" reads it.
        sums.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(hash.GetHashAndReset())}  {name}\n");
    }
}
