using System.Buffers;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth;

/// <summary>
/// A message as its signatures see it. The body is read in chunks, never held, and once for all hashes asked for together;
/// a hash that was made stays for DKIM and ARC to share.
/// </summary>
/// <param name="message">The message taken apart.</param>
/// <param name="content">A reader of the same bytes that nobody else moves.</param>
public sealed class SignedContent(MimeMessage message, Stream content)
{
    private const int ChunkSize = 64 * 1024;

    private readonly Dictionary<BodyHashRequest, BodyHash> _hashes = [];

    public HeaderList Headers => message.Headers;

    /// <summary>The body's hashes; null if the content could not be read to its end.</summary>
    internal async ValueTask<IReadOnlyDictionary<BodyHashRequest, BodyHash>?> HashBodyAsync(IEnumerable<BodyHashRequest> requests, CancellationToken ct)
    {
        var missing = requests.Distinct().Where(request => !_hashes.ContainsKey(request)).ToList();
        if (missing.Count == 0)
        {
            return _hashes;
        }

        var canonicalizers = missing.ConvertAll(request => new BodyCanonicalizer(request));
        try
        {
            await ReadBodyAsync(canonicalizers, ct);
            for (var i = 0; i < missing.Count; i++)
            {
                _hashes[missing[i]] = canonicalizers[i].Finish();
            }

            return _hashes;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            canonicalizers.ForEach(canonicalizer => canonicalizer.Dispose());
        }
    }

    private async ValueTask ReadBodyAsync(List<BodyCanonicalizer> canonicalizers, CancellationToken ct)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            content.Position = Math.Min(message.BodyOffset, content.Length);
            for (int count; (count = await content.ReadAsync(chunk.AsMemory(0, ChunkSize), ct)) > 0;)
            {
                foreach (var canonicalizer in canonicalizers)
                {
                    canonicalizer.Append(chunk.AsSpan(0, count));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
