using System.Collections;
using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>The fields of one header, in the order of the message. Names are compared without regard to case.</summary>
public sealed class HeaderList : IReadOnlyList<HeaderField>
{
    private readonly FieldSpan[] _spans;
    private HeaderField?[]? _fields;
    private Encoding? _fallback;

    internal HeaderList(ReadOnlyMemory<byte> block, long blockOffset, FieldSpan[] spans, int count)
    {
        Block = block;
        BlockOffset = blockOffset;
        _spans = spans;
        Count = count;
    }

    /// <summary>A header without fields.</summary>
    public static HeaderList Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0, [], 0);

    public int Count { get; }

    /// <summary>The header's bytes as received.</summary>
    internal ReadOnlyMemory<byte> Block { get; }

    internal long BlockOffset { get; }

    /// <summary>The charset of bytes that are neither ASCII nor UTF-8: what the body declares, else windows-1252.</summary>
    internal Encoding Fallback => _fallback ??= FieldText.DeclaredCharset(this);

    public HeaderField this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var fields = _fields ??= new HeaderField?[Count];
            return fields[index] ??= new HeaderField(this, _spans[index]);
        }
    }

    /// <summary>The first field of this name, or null.</summary>
    public HeaderField? Find(string name)
    {
        var index = IndexOf(name, 0);
        return index < 0 ? null : this[index];
    }

    public bool Contains(string name) => IndexOf(name, 0) >= 0;

    /// <summary>Every field of this name, first to last.</summary>
    public IEnumerable<HeaderField> All(string name)
    {
        for (var index = IndexOf(name, 0); index >= 0; index = IndexOf(name, index + 1))
        {
            yield return this[index];
        }
    }

    public IEnumerator<HeaderField> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of the first field of this name at or behind <paramref name="start"/>, or -1. Allocates nothing.</summary>
    public int IndexOf(string name, int start = 0)
    {
        var block = Block.Span;
        for (var index = start; index < Count; index++)
        {
            var span = _spans[index];
            if (span.NameLength == name.Length && Ascii.EqualsIgnoreCase(block.Slice(span.Offset, span.NameLength), name))
            {
                return index;
            }
        }

        return -1;
    }
}
