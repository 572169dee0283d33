namespace MsLite.Mail.Mime;

/// <summary>RFC 2045 §6.8: characters outside the alphabet are ignored; padding ends a group, and another may follow it.</summary>
internal sealed class Base64Decoder : TransferDecoder
{
    private static readonly sbyte[] s_values = [.. Enumerable.Range(0, 256).Select(c => (sbyte)Base64Alphabet.Value(c))];
    private int _group;
    private int _bits;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var values = s_values;
        var written = 0;
        foreach (var c in input)
        {
            var value = values[c];
            if (value >= 0)
            {
                _group = ((_group << 6) | (byte)value) & 0xffffff;
                _bits += 6;
                if (_bits >= 8)
                {
                    _bits -= 8;
                    output[written++] = (byte)(_group >> _bits);
                }
            }
            else if (c == (byte)'=')
            {
                _bits = 0;
            }
        }

        return written;
    }

    public override int Flush(Span<byte> output) => 0;
}
