using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;

namespace MsLite.Filter.Journal;

/// <summary>
/// Writes one row of the journal as bytes: its columns one after the other, then where each ends. In the last one, the details, a text that the row has
/// already is a number, for the ladder asks the same questions of every message; <see cref="DetailsReader"/> reads it. Not thread-safe.
/// </summary>
internal sealed class RowWriter
{
    /// <summary>Texts of a row that are looked back at: the search must not cost more than it saves.</summary>
    public const int MostKnown = 64;

    private const int LongestNumber = 10;

    /// <summary>Rows refer to these by their numbers: new ones go to the end, and none is ever changed or taken out. One that is not here is written out.</summary>
    internal static readonly string[] Usual =
    [
        "250 2.0.0 Ok", "The client is of the other address family.", "The message is not signed.", "clamd finds nothing.", "There is no clamd here (server: none).",
        "There is no rspamd here (server: none).", "There is no spamd here (server: none).", "DNS did not say whether the client has a reverse name.",
    ];

    private static readonly FrozenDictionary<string, int> s_usual = Usual.Index().ToFrozenDictionary(text => text.Item, text => text.Index, StringComparer.Ordinal);

    private readonly int[] _ends = new int[PendingRow.Columns];
    private readonly string[] _known = new string[MostKnown];

    /// <summary>Of the known texts: to look at the texts themselves, all over the memory, costs more than the rest of the search.</summary>
    private readonly int[] _lengths = new int[MostKnown];

    private byte[] _bytes = new byte[4096];
    private int _count;
    private int _columns;
    private int _knownCount;

    public void Clear() => (_count, _columns, _knownCount) = (0, 0, 0);

    /// <summary>The whole row. It stands until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        var ends = Room(PendingRow.EndsSize);
        for (var i = 0; i < _ends.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(ends[(i * sizeof(int))..], _ends[i]);
        }

        _count += PendingRow.EndsSize;
        return _bytes.AsSpan(0, _count);
    }

    public void Column(string text)
    {
        Remember(text);
        _count += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        EndColumn();
    }

    public void Column(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), number);
        _count += sizeof(long);
        EndColumn();
    }

    /// <summary>In hexadecimal, two digits for each byte.</summary>
    public void Column(ReadOnlySpan<byte> hash)
    {
        _ = Convert.TryToHexStringLower(hash, Room(hash.Length * 2), out var digits);
        _count += digits;
        EndColumn();
    }

    /// <summary>Of the details, when they are whole.</summary>
    public void EndColumn() => _ends[_columns++] = _count;

    /// <summary>Seven bits in a byte, the lowest first; the eighth says that more follow.</summary>
    public void Number(ulong number) => _count += Write(Room(LongestNumber), number);

    /// <summary>One of at most 127, as <see cref="Number"/> would write it.</summary>
    public void Small(int number)
    {
        Room(1)[0] = (byte)number;
        _count++;
    }

    /// <summary>A text that other parts of the row may have as well.</summary>
    public void Text(string text)
    {
        var lengths = _lengths.AsSpan(0, _knownCount);
        for (var i = lengths.LastIndexOf(text.Length); i >= 0; i = lengths[..i].LastIndexOf(text.Length))
        {
            if (_known[i] == text)
            {
                Number(((ulong)i << DetailsReader.KindBits) | DetailsReader.Known);
                return;
            }
        }

        Literal(text);
    }

    /// <summary>A text that other rows may have as well.</summary>
    public void Sentence(string text)
    {
        if (s_usual.TryGetValue(text, out var number))
        {
            Number(((ulong)number << DetailsReader.KindBits) | DetailsReader.Usual);
        }
        else
        {
            Text(text);
        }
    }

    /// <summary>A text that can be read without the row's columns.</summary>
    public void Literal(string text)
    {
        var room = Room(LongestNumber + Encoding.UTF8.GetMaxByteCount(text.Length));
        var head = Write(room, ((ulong)text.Length << DetailsReader.KindBits) | DetailsReader.Literal);
        if (Ascii.FromUtf16(text, room[head..], out var length) != OperationStatus.Done)
        {
            head = Write(room, ((ulong)Encoding.UTF8.GetByteCount(text) << DetailsReader.KindBits) | DetailsReader.Literal);
            length = Encoding.UTF8.GetBytes(text, room[head..]);
        }

        _count += head + length;
        Remember(text);
    }

    private static int Write(Span<byte> room, ulong number)
    {
        var length = 0;
        for (; number > 0x7f; number >>= 7)
        {
            room[length++] = (byte)(number | 0x80);
        }

        room[length++] = (byte)number;
        return length;
    }

    private void Remember(string text)
    {
        if (_knownCount < MostKnown)
        {
            _lengths[_knownCount] = text.Length;
            _known[_knownCount++] = text;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _count < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + size));
        }

        return _bytes.AsSpan(_count);
    }
}
