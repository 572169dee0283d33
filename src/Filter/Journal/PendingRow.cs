using System.Buffers.Binary;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>
/// A row on its way to the database: the columns of <see cref="JournalTable"/> one after the other, as <see cref="RowPacking"/> wrote
/// them, and where each ends. Nothing of the message is held on to.
/// </summary>
internal readonly record struct PendingRow(ReadOnlyMemory<byte> Packed)
{
    /// <summary>How many there are.</summary>
    public const int Columns = 15;

    /// <summary>Bytes behind the columns: the end of each, from the row's first byte.</summary>
    public const int EndsSize = Columns * sizeof(int);

    public Utf8Text Domain => Text(2);

    /// <summary>Milliseconds since 1970.</summary>
    public long Time => Number(3);

    public Utf8Text Fate => Text(10);

    public Utf8Text Reason => Text(11);

    public Utf8Text Blocker => Text(12);

    public Utf8Text Text(int column) => new(Bytes(column));

    public long Number(int column) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(column).Span);

    public ReadOnlyMemory<byte> Bytes(int column) => Packed[(column == 0 ? 0 : End(column - 1))..End(column)];

    private int End(int column) => BinaryPrimitives.ReadInt32LittleEndian(Packed.Span[^EndsSize..][(column * sizeof(int))..]);
}
