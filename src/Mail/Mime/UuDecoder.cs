namespace MsLite.Mail.Mime;

/// <summary>Decodes what the Unix tool uuencode writes: lines between "begin" and "end", each with its length in front.</summary>
internal sealed class UuDecoder : TransferDecoder
{
    /// <summary>A line holds at most 45 bytes in 61 characters; what is longer is no such line.</summary>
    private readonly byte[] _line = new byte[100];
    private int _length;
    private bool _isBegun;
    private bool _isEnded;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        foreach (var c in input)
        {
            if (c == (byte)'\n')
            {
                written += Line(output[written..]);
            }
            else if (_length < _line.Length)
            {
                _line[_length++] = c;
            }
        }

        return written;
    }

    public override int Flush(Span<byte> output) => Line(output);

    private int Line(Span<byte> output)
    {
        var line = _line.AsSpan(0, _length).TrimEnd("\r"u8);
        _length = 0;
        if (!_isBegun || _isEnded)
        {
            _isBegun |= line.StartsWith("begin "u8);
            return 0;
        }

        _isEnded = line.SequenceEqual("end"u8);
        return _isEnded || line.IsEmpty ? 0 : Bytes(line[1..], Value(line[0]), output);
    }

    private static int Bytes(ReadOnlySpan<byte> text, int count, Span<byte> output)
    {
        // Trailing spaces, which mean zero bits, may have been lost on the way; but never write more than the text can hold.
        count = Math.Min(count, text.Length);
        for (var i = 0; i < count; i++)
        {
            var at = i / 3 * 4;
            var bits = (At(text, at) << 18) | (At(text, at + 1) << 12) | (At(text, at + 2) << 6) | At(text, at + 3);
            output[i] = (byte)(bits >> (16 - (8 * (i % 3))));
        }

        return count;
    }

    private static int At(ReadOnlySpan<byte> text, int index) => index < text.Length ? Value(text[index]) : 0;

    private static int Value(byte c) => (c - 32) & 63;
}
