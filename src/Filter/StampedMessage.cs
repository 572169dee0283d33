using MsLite.Filter.Spool;

namespace MsLite.Filter;

/// <summary>A message with the fields we add in front and without the fields that would be forgeries of them.</summary>
/// <param name="AddedFields">Whole header fields, each ended by CR LF.</param>
/// <param name="Kept">The pieces of the original that are passed on, in order; together the whole of it when nothing was forged.</param>
public sealed record StampedMessage(ReadOnlyMemory<byte> AddedFields, SpooledMessage Original, IReadOnlyList<(long Offset, long Length)> Kept)
{
    public long Length => AddedFields.Length + Kept.Sum(piece => piece.Length);
}
