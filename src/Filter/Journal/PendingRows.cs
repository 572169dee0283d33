using System.Buffers;

namespace MsLite.Filter.Journal;

/// <summary>
/// Rows that wait to be written, in memory that is used again. As objects of their own the collector would copy each of them, and
/// once more, while they wait: that cost more than to write them. Not thread-safe.
/// </summary>
internal sealed class PendingRows
{
    private const int SegmentSize = 256 * 1024;

    private readonly List<PendingRow> _rows = [];
    private readonly List<byte[]> _segments = [];
    private int _used;

    public int Count => _rows.Count;

    /// <summary>Takes a copy.</summary>
    public void Add(ReadOnlySpan<byte> packed)
    {
        if (_segments.Count == 0 || _segments[^1].Length - _used < packed.Length)
        {
            _segments.Add(ArrayPool<byte>.Shared.Rent(Math.Max(SegmentSize, packed.Length)));
            _used = 0;
        }

        packed.CopyTo(_segments[^1].AsSpan(_used));
        _rows.Add(new PendingRow(_segments[^1].AsMemory(_used, packed.Length)));
        _used += packed.Length;
    }

    /// <summary>At most <paramref name="most"/> rows, the first of them at <paramref name="start"/>. They stand until the next <see cref="Clear"/>.</summary>
    public List<PendingRow> Slice(int start, int most) => _rows.GetRange(start, Math.Min(most, Count - start));

    public void Clear()
    {
        _rows.Clear();
        _segments.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
        _segments.Clear();
    }
}
