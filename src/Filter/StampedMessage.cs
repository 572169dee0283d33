using System.Buffers;
using MsLite.Filter.Spool;
using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter;

/// <summary>A message with the fields we add in front and without the fields that would be forgeries of them.</summary>
/// <param name="AddedFields">Whole header fields, each ended by CR LF.</param>
/// <param name="Kept">The pieces of the original that are passed on, in order; together the whole of it when nothing was forged.</param>
public sealed record StampedMessage(
    ReadOnlyMemory<byte> AddedFields, SpooledMessage Original, IReadOnlyList<(long Offset, long Length)> Kept) : IMessageSource
{
    private const int ReadSize = 64 * 1024;

    public long Length
    {
        get
        {
            long length = AddedFields.Length;
            foreach (var piece in Kept)
            {
                length += piece.Length;
            }

            return length;
        }
    }

    /// <summary>Writes added fields and kept pieces; what is in memory is not copied on the way.</summary>
    /// <exception cref="IOException">The spooled file can no longer be read.</exception>
    public async ValueTask CopyToAsync(IMessageSink destination, CancellationToken ct)
    {
        await destination.WriteAsync(AddedFields, ct);
        foreach (var (offset, length) in Kept)
        {
            if (Original.TryGetMemory(out var memory))
            {
                await destination.WriteAsync(memory.Slice((int)offset, (int)length), ct);
            }
            else
            {
                await CopyFileAsync(offset, length, destination, ct);
            }
        }
    }

    private async ValueTask CopyFileAsync(long offset, long length, IMessageSink destination, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            for (var end = offset + length; offset < end;)
            {
                var count = await Original.ReadAtAsync(offset, buffer.AsMemory(0, (int)Math.Min(ReadSize, end - offset)), ct);
                if (count == 0)
                {
                    throw new EndOfStreamException("The spooled message is shorter than it was.");
                }

                await destination.WriteAsync(buffer.AsMemory(0, count), ct);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
