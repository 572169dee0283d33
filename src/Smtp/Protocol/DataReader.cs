using System.Buffers;

namespace MsLite.Smtp.Protocol;

/// <summary>
/// Reads the message off the stream behind DATA: undoes doubled dots and finds the end, which is CR LF "." CR LF and nothing else
/// (RFC 5321 §4.1.1.4, §4.5.2). A machine of five states over bytes; how the input is cut into pieces changes nothing.
/// </summary>
/// <param name="maxMessage">Bytes of the whole message.</param>
/// <param name="maxHeader">Bytes up to and including the empty line behind the header.</param>
/// <param name="maxLine">Bytes of one line with its CR LF.</param>
internal sealed class DataReader(long maxMessage, long maxHeader, int maxLine)
{
    private static readonly SearchValues<byte> s_lineEnds = SearchValues.Create("\r\n"u8);

    private Place _place = Place.LineStart;
    private long _lineLength;
    private long _headerLength;
    private bool _inBody;

    private enum Place
    {
        LineStart,
        InLine,
        AfterCarriageReturn,
        AfterDot,
        AfterDotCarriageReturn,
    }

    /// <summary>The end was reached; what follows is the next command.</summary>
    public bool Ended { get; private set; }

    /// <summary>Once there is a fault the message is only read to be thrown away.</summary>
    public DataFaults Faults { get; private set; }

    /// <summary>Bytes of the message so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next run of message bytes off the front of <paramref name="input"/>, which is not empty.</summary>
    public DataStep Read(ReadOnlySpan<byte> input)
    {
        var position = 0;
        while (position < input.Length)
        {
            switch (_place)
            {
                case Place.LineStart when input[position] == '.':
                    // RFC 5321 §4.5.2: a dot that begins a line is the end, or was doubled by the client; it is never content.
                    _place = Place.AfterDot;
                    return Step(position, position + 1);
                case Place.AfterDot when input[position] == '\r':
                    _place = Place.AfterDotCarriageReturn;
                    return Step(0, position + 1);
                case Place.AfterDotCarriageReturn when input[position] == '\n':
                    Ended = true;
                    return Step(0, position + 1);
                case Place.AfterDotCarriageReturn:
                    Faults |= DataFaults.BareLineEnd;
                    _place = Place.InLine;
                    break;
                case Place.AfterCarriageReturn:
                    position += AfterCarriageReturn(input[position]);
                    break;
                default:
                    position = ReadLine(input, position);
                    break;
            }
        }

        return Step(position, position);
    }

    // RFC 5321 §2.3.8: CR and LF only stand together. Accepting one alone would let a stranger hide a second message in the
    // first ("SMTP smuggling"), so the whole message is refused.
    private int AfterCarriageReturn(byte next)
    {
        if (next != '\n')
        {
            Faults |= DataFaults.BareLineEnd;
            _place = Place.InLine;
            return 0;
        }

        EndLine();
        return 1;
    }

    private int ReadLine(ReadOnlySpan<byte> input, int position)
    {
        _place = Place.InLine;
        var length = input[position..].IndexOfAny(s_lineEnds);
        if (length < 0)
        {
            _lineLength += input.Length - position;
            return input.Length;
        }

        _lineLength += length;
        position += length;
        if (input[position] == '\n')
        {
            Faults |= DataFaults.BareLineEnd;
            _lineLength++;
        }
        else
        {
            _place = Place.AfterCarriageReturn;
        }

        return position + 1;
    }

    private void EndLine()
    {
        _place = Place.LineStart;
        _lineLength += 2;
        CheckLine();
        _headerLength += _inBody ? 0 : _lineLength;
        _inBody |= _lineLength == 2;
        _lineLength = 0;
    }

    private DataStep Step(int content, int consumed)
    {
        Length += content;
        Faults |= Length > maxMessage ? DataFaults.TooLarge : DataFaults.None;
        CheckLine();
        return new DataStep(content, consumed);
    }

    private void CheckLine()
    {
        Faults |= _lineLength > maxLine ? DataFaults.LineTooLong : DataFaults.None;
        Faults |= !_inBody && _headerLength + _lineLength > maxHeader ? DataFaults.HeaderTooLarge : DataFaults.None;
    }
}
