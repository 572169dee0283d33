namespace MsLite.Filter.Spool;

/// <summary>One message as received, in memory up to 256 KiB, beyond that in a file without a name. Disposing gives both back.</summary>
public sealed class SpooledMessage : IDisposable
{
    /// <summary>Bytes, CR LF line ends counted as two.</summary>
    public long Length { get; }

    /// <summary>The whole message when it is held in memory; otherwise false.</summary>
    public bool TryGetMemory(out ReadOnlyMemory<byte> memory) => throw new NotImplementedException();

    /// <summary>A seekable reader at the message's beginning, independent of any other.</summary>
    public Stream OpenRead() => throw new NotImplementedException();

    /// <summary>Reads at <paramref name="offset"/>; 0 at the end.</summary>
    public ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken ct) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
