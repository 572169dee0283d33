namespace MsLite.Mail.Mime;

/// <summary>The bytes of a message, wherever they are kept, read at any place.</summary>
internal abstract class MessageSource
{
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="buffer"/> from <paramref name="offset"/> on; less than its length only at the end.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>The whole message when it is held in memory.</summary>
    public virtual bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }
}

internal sealed class MemorySource(ReadOnlyMemory<byte> content) : MessageSource
{
    public override long Length => content.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        if (offset >= content.Length)
        {
            return 0;
        }

        var rest = content.Span[(int)offset..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        return count;
    }

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = content;
        return true;
    }
}

/// <summary>A seekable stream; its position is ours while the message is in use.</summary>
internal sealed class StreamSource(Stream content) : MessageSource
{
    private readonly Lock _lock = new();

    public override long Length { get; } = content.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        // Checks may look at the message side by side; seek and read must not be torn apart.
        lock (_lock)
        {
            content.Position = Math.Min(offset, Length);
            return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
    }
}
