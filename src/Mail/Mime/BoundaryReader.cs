using System.Buffers;
using System.Runtime.InteropServices;

namespace MsLite.Mail.Mime;

/// <summary>A line that ends a part, or the end of the message.</summary>
/// <param name="Level">Place of its boundary on the stack; -1 at the end of the message.</param>
/// <param name="IsClose">Whether the multipart ends with it.</param>
/// <param name="Offset">Where the line begins.</param>
/// <param name="Next">Where the line behind it begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoundaryLine(int Level, bool IsClose, long Offset, long Next);

/// <summary>Runs over a message of any size through a small window, looking for boundary lines and the ends of part headers.</summary>
internal sealed class BoundaryReader(MessageSource source) : IDisposable
{
    /// <summary>RFC 2046 §5.1.1 allows 70 characters; what is longer than this is taken for no boundary.</summary>
    public const int MaxBoundary = 16_000;

    private const int WindowLength = 64 * 1024;
    private const int MaxLine = MaxBoundary + 1000;
    private byte[]? _rented;
    private ReadOnlyMemory<byte> _window;
    private long _windowOffset;

    /// <summary>The boundaries of the multiparts we are in, outermost first, without the leading hyphens.</summary>
    public List<byte[]> Boundaries { get; } = [];

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    /// <summary>The first boundary line at or behind <paramref name="position"/>, which is the beginning of a line.</summary>
    public BoundaryLine Find(long position)
    {
        if (Boundaries.Count == 0)
        {
            return End();
        }

        var isLineStart = true;
        while (true)
        {
            var text = At(position);
            if (isLineStart && TryMatch(text, position, out var found))
            {
                return found;
            }

            var next = text.IndexOf("\n--"u8);
            if (next < 0 && (text.IsEmpty || position + text.Length >= source.Length))
            {
                return End();
            }

            // The last two bytes of the window may begin what we look for.
            isLineStart = next >= 0;
            position += isLineStart ? next + 1 : Math.Max(1, text.Length - 2);
        }
    }

    /// <summary>Where the header that begins at <paramref name="position"/> ends: behind its empty line, or at a boundary, or at <paramref name="limit"/> bytes.</summary>
    public long FindHeaderEnd(long position, long limit)
    {
        var end = Math.Min(source.Length, position + limit);
        var isLineStart = true;
        while (position < end)
        {
            var text = At(position);
            if (isLineStart && TryMatch(text, position, out _))
            {
                return position;
            }

            var length = text.IndexOf((byte)'\n') + 1;
            if (text.IsEmpty)
            {
                return position;
            }

            if (isLineStart && (length == 1 || (length == 2 && text[0] == (byte)'\r')))
            {
                return position + length;
            }

            isLineStart = length > 0;
            position += isLineStart ? length : text.Length;
        }

        return end;
    }

    /// <summary>The end of the message.</summary>
    public BoundaryLine End() => new(-1, IsClose: false, source.Length, source.Length);

    // RFC 2046 §5.1.1: "--" boundary ["--"] transport-padding CRLF. The whole line decides first; only where it is no boundary,
    // what stands in front of its first white space ("it is sufficient that the boundary appear in its entirety").
    private bool TryMatch(ReadOnlySpan<byte> text, long position, out BoundaryLine found)
    {
        found = default;
        if (!text.StartsWith("--"u8))
        {
            return false;
        }

        text = text[..Math.Min(text.Length, MaxLine)];
        var end = text.IndexOf((byte)'\n');
        var line = (end < 0 ? text : text[..end]).TrimEnd(" \t\r"u8)[2..];
        var level = Level(line, out var isClose);
        var space = line.IndexOfAny((byte)' ', (byte)'\t');
        if (level < 0 && space > 0)
        {
            level = Level(line[..space], out isClose);
        }

        found = new BoundaryLine(level, isClose, position, position + (end < 0 ? text.Length : end + 1));
        return level >= 0;
    }

    /// <summary>Which multipart's boundary this is, or -1. Inner ones are asked first; outer ones end inner parts too.</summary>
    private int Level(ReadOnlySpan<byte> line, out bool isClose)
    {
        for (var level = Boundaries.Count - 1; level >= 0; level--)
        {
            var boundary = Boundaries[level];
            isClose = line.Length == boundary.Length + 2 && line.EndsWith("--"u8);
            if ((isClose || line.Length == boundary.Length) && line.StartsWith(boundary))
            {
                return level;
            }
        }

        isClose = false;
        return -1;
    }

    /// <summary>The bytes from <paramref name="position"/> on: at least <see cref="MaxLine"/> of them, or all that are left.</summary>
    private ReadOnlySpan<byte> At(long position)
    {
        if (source.TryGetMemory(out var memory))
        {
            return memory.Span[(int)position..];
        }

        var isInside = position >= _windowOffset && position <= _windowOffset + _window.Length;
        var left = isInside ? _windowOffset + _window.Length - position : 0;
        if (!isInside || (left < MaxLine && position + left < source.Length))
        {
            _rented ??= ArrayPool<byte>.Shared.Rent(WindowLength);
            _windowOffset = position;
            _window = _rented.AsMemory(0, source.Read(position, _rented));
        }

        return _window.Span[(int)(position - _windowOffset)..];
    }
}
