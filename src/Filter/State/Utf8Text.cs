using System.Text;

namespace MsLite.Filter.State;

/// <summary>A text for a column that stands in memory as the database wants it.</summary>
internal readonly record struct Utf8Text(ReadOnlyMemory<byte> Bytes)
{
    public bool IsSame(Utf8Text other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
