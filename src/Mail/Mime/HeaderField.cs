using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>One header field: its bytes, where they stand in the message, and what they say.</summary>
public sealed class HeaderField
{
    private readonly HeaderList _list;
    private readonly FieldSpan _span;
    private string? _name;
    private string? _value;
    private string? _decoded;

    internal HeaderField(HeaderList list, FieldSpan span)
    {
        _list = list;
        _span = span;
    }

    /// <summary>As written, without the colon and white space in front of it.</summary>
    public string Name => _name ??= Encoding.Latin1.GetString(_list.Block.Span.Slice(_span.Offset, _span.NameLength));

    /// <summary>Where the field begins in the message, in bytes.</summary>
    public long Offset => _list.BlockOffset + _span.Offset;

    /// <summary>Bytes of the whole field: name, colon, value, folded lines and the last line's end.</summary>
    public int Length => _span.End - _span.Offset;

    /// <summary>The whole field as received.</summary>
    public ReadOnlyMemory<byte> Raw => _list.Block[_span.Offset.._span.End];

    /// <summary>The bytes between the colon and the last line's end, folds included.</summary>
    public ReadOnlyMemory<byte> RawValue => FieldText.WithoutLineEnd(_list.Block[_span.ValueOffset.._span.End]);

    /// <summary>
    /// The value unfolded and trimmed. Bytes are read as UTF-8 if they are valid UTF-8, otherwise in the charset that the header's
    /// Content-Type declares, otherwise as windows-1252. Control characters except the tab are replaced, so it is safe in one line.
    /// </summary>
    public string Value => _value ??= FieldText.Unfold(RawValue.Span, _list);

    /// <summary>The value for people: <see cref="Value"/> with its encoded words decoded (RFC 2047) and every control character replaced.</summary>
    public string Decoded => _decoded ??= FieldText.Printable(EncodedWord.Decode(Value));

    /// <summary>The value unfolded, one character per byte: what parameters are parsed from.</summary>
    internal string Latin1Value => FieldText.UnfoldLatin1(RawValue.Span);

    public override string ToString() => $"{Name}: {Value}";
}
