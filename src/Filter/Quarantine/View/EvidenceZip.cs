using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Quarantine.View;

/// <summary>A zip that says of each of its files what it is: its sum, its size and when it was written.</summary>
internal sealed class EvidenceZip(ZipArchive zip)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A zip counts its years from here.</summary>
    private static readonly DateTimeOffset s_first = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Part> _parts = [];

    /// <param name="modified">When its content was written; null where that means nothing.</param>
    public async Task AddAsync(string name, Stream content, DateTimeOffset? modified, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        if (modified > s_first)
        {
            entry.LastWriteTime = modified.Value.ToUniversalTime();
        }

        var size = 0L;
        await using (var file = await entry.OpenAsync(ct))
        {
            var buffer = new byte[32 * 1024];
            for (int count; (count = await content.ReadAsync(buffer, ct)) > 0; size += count)
            {
                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), ct);
            }
        }

        _parts.Add(new Part(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()), modified?.ToUniversalTime()));
    }

    public async Task AddAsync(string name, byte[] bytes, DateTimeOffset? modified, CancellationToken ct)
    {
        using var content = new MemoryStream(bytes);
        await AddAsync(name, content, modified, ct);
    }

    public Task AddJsonAsync<T>(string name, T value, CancellationToken ct) => AddAsync(name, JsonSerializer.SerializeToUtf8Bytes(value, s_json), modified: null, ct);

    /// <summary>The list of all files, and the sums of all and of the list.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        await AddJsonAsync("manifest.json", new { Files = _parts.ToList() }, ct);
        // As "sha256sum -c" reads it.
        var sums = string.Concat(_parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Sha256}  {part.Name}\n")));
        await AddAsync("SHA256SUMS", Encoding.UTF8.GetBytes(sums), modified: null, ct);
    }

    private sealed record Part(string Name, long Size, string Sha256, DateTimeOffset? Modified);
}
