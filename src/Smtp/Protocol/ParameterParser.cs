namespace MsLite.Smtp.Protocol;

/// <summary>Walks over the parameters behind a path: keyword, or keyword "=" value (RFC 5321 §4.1.2, Mail-parameters).</summary>
internal ref struct ParameterParser(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>The last one read.</summary>
    public ReadOnlySpan<byte> Keyword { get; private set; }

    /// <summary>Its value; see <see cref="HasValue"/>.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool HasValue { get; private set; }

    /// <summary>The last one read is no parameter.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Takes the next parameter; false at the end or when it is malformed.</summary>
    public bool MoveNext()
    {
        _rest = _rest.TrimStart((byte)' ');
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOf((byte)' ');
        var word = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..];

        var equals = word.IndexOf((byte)'=');
        HasValue = equals >= 0;
        Keyword = HasValue ? word[..equals] : word;
        Value = HasValue ? word[(equals + 1)..] : default;
        Malformed = !IsKeyword(Keyword) || (HasValue && !IsValue(Value));
        return !Malformed;
    }

    private static bool IsKeyword(ReadOnlySpan<byte> word)
    {
        foreach (var b in word)
        {
            if (b != '-' && !char.IsAsciiLetterOrDigit((char)b))
            {
                return false;
            }
        }

        return !word.IsEmpty && word[0] != '-';
    }

    // esmtp-value: 1*(%d33-60 / %d62-126); RFC 6531 §3.3 adds UTF-8.
    private static bool IsValue(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && value.IndexOfAnyInRange((byte)0, (byte)32) < 0 && value.IndexOfAny((byte)'=', (byte)0x7f) < 0;
}
