using System.Text;

namespace MsLite.Filter.Journal;

/// <summary>Reads details that <see cref="RowWriter"/> wrote, from front to back. Bytes that nobody wrote so are an error; no length is believed before it is compared with what is there.</summary>
/// <param name="columns">The texts of the row's columns, in the order in which they were written.</param>
internal sealed class DetailsReader(ReadOnlyMemory<byte> details, IEnumerable<string> columns)
{
    /// <summary>What the lowest bits of a text's first number say of it.</summary>
    public const int KindBits = 2;

    /// <summary>How many bytes of UTF-8 follow.</summary>
    public const ulong Literal = 0;

    /// <summary>The number of a text that the row had before.</summary>
    public const ulong Known = 1;

    /// <summary>The number of one of <see cref="RowWriter.Usual"/>.</summary>
    public const ulong Usual = 2;

    private const ulong KindMask = 3;

    private readonly List<string> _known = [.. columns];
    private int _at;

    /// <exception cref="InvalidDataException">There is none.</exception>
    public ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            number |= (ulong)(next & 0x7f) << shift;
            if (next <= 0x7f)
            {
                return number;
            }
        }

        throw NoneOfOurs();
    }

    /// <exception cref="InvalidDataException">There is none, or a larger one.</exception>
    public int Number(int most) => Number() is var number && number <= (ulong)most ? (int)number : throw NoneOfOurs();

    /// <exception cref="InvalidDataException">There is none.</exception>
    public string Text()
    {
        var head = Number();
        var number = head >> KindBits;
        return (head & KindMask) switch
        {
            Literal when number <= int.MaxValue => Remember(Encoding.UTF8.GetString(Take((int)number))),
            Known when number < (ulong)_known.Count => _known[(int)number],
            Usual when number < (ulong)RowWriter.Usual.Length => RowWriter.Usual[number],
            _ => throw NoneOfOurs(),
        };
    }

    private string Remember(string text)
    {
        if (_known.Count < RowWriter.MostKnown)
        {
            _known.Add(text);
        }

        return text;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (details.Length - _at < count)
        {
            throw NoneOfOurs();
        }

        var taken = details.Span.Slice(_at, count);
        _at += count;
        return taken;
    }

    public static InvalidDataException NoneOfOurs() => new("These are no details that this version has written.");
}
