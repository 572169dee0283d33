namespace MsLite.Mail.Mime;

/// <summary>RFC 2045 §6.7. A "=" that begins nothing valid stands for itself; white space at a line's end is the transport's, and goes.</summary>
internal sealed class QuotedPrintableDecoder : TransferDecoder
{
    /// <summary>White space held until it is known whether the line ends behind it; an escape begun counts too.</summary>
    private readonly byte[] _held = new byte[MaxHeld - 8];
    private int _heldLength;
    private bool _isEscape;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        foreach (var c in input)
        {
            written += _isEscape ? InEscape(c, output[written..])
                : c is (byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\r' ? Hold(c, output[written..])
                : Plain(c, output[written..]);
        }

        return written;
    }

    public override int Flush(Span<byte> output) => _isEscape ? Release(output) : Drop(output);

    private int Plain(byte c, Span<byte> output)
    {
        if (_heldLength == 0)
        {
            output[0] = c;
            return 1;
        }

        var written = c == (byte)'\n' ? Drop(output) : Release(output);
        output[written] = c;
        return written + 1;
    }

    private int Hold(byte c, Span<byte> output)
    {
        var written = 0;
        if (c == (byte)'=' || _heldLength == _held.Length || (_heldLength > 0 && _held[_heldLength - 1] == (byte)'\r'))
        {
            written = Release(output);
        }

        _held[_heldLength++] = c;
        _isEscape = c == (byte)'=';
        return written;
    }

    /// <summary>Behind a "=": two hexadecimal digits, or the end of the line with white space in front of it.</summary>
    private int InEscape(byte c, Span<byte> output)
    {
        if (c == (byte)'\n' && !IsDigitHeld)
        {
            Clear();
            return 0;
        }

        if (char.IsAsciiHexDigit((char)c) && _heldLength <= 2 && (_heldLength == 1 || IsDigitHeld))
        {
            return Digit(c, output);
        }

        if (c is (byte)' ' or (byte)'\t' or (byte)'\r' && !IsDigitHeld && _heldLength < _held.Length)
        {
            _held[_heldLength++] = c;
            return 0;
        }

        var written = Release(output);
        return written + (c is (byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\r' ? Hold(c, output[written..]) : Plain(c, output[written..]));
    }

    private bool IsDigitHeld => _heldLength > 1 && char.IsAsciiHexDigit((char)_held[1]);

    private int Digit(byte c, Span<byte> output)
    {
        if (_heldLength == 1)
        {
            _held[_heldLength++] = c;
            return 0;
        }

        output[0] = (byte)((Hex(_held[1]) << 4) | Hex(c));
        Clear();
        return 1;
    }

    /// <summary>Gives what was held as text.</summary>
    private int Release(Span<byte> output)
    {
        _held.AsSpan(0, _heldLength).CopyTo(output);
        var length = _heldLength;
        Clear();
        return length;
    }

    /// <summary>The line ends: only its CR is kept.</summary>
    private int Drop(Span<byte> output)
    {
        var isCr = _heldLength > 0 && _held[_heldLength - 1] == (byte)'\r';
        Clear();
        if (isCr)
        {
            output[0] = (byte)'\r';
        }

        return isCr ? 1 : 0;
    }

    private void Clear()
    {
        _heldLength = 0;
        _isEscape = false;
    }

    private static int Hex(byte c) => c <= (byte)'9' ? c - '0' : (c & 0xdf) - 'A' + 10;
}
