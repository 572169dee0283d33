namespace MsLite.Filter.State;

/// <summary>What a row has in one column. A structure of its own, since as an object each of the fifteen values of a row would be boxed.</summary>
internal readonly struct ColumnValue
{
    private ColumnValue(ColumnKind kind, string text, ReadOnlyMemory<byte> bytes, long number) => (Kind, Text, Bytes, Number) = (kind, text, bytes, number);

    public ColumnKind Kind { get; }

    public string Text { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public long Number { get; }

    public static implicit operator ColumnValue(string text) => new(ColumnKind.Text, text, default, 0);

    public static implicit operator ColumnValue(Utf8Text text) => new(ColumnKind.Utf8Text, "", text.Bytes, 0);

    public static implicit operator ColumnValue(ReadOnlyMemory<byte> bytes) => new(ColumnKind.Bytes, "", bytes, 0);

    public static implicit operator ColumnValue(long number) => new(ColumnKind.Number, "", default, number);

    /// <summary>As ADO.NET takes it.</summary>
    public object ToObject() => Kind switch
    {
        ColumnKind.Number => Number,
        ColumnKind.Text => Text,
        ColumnKind.Utf8Text => new Utf8Text(Bytes).ToString(),
        _ => Bytes,
    };
}

internal enum ColumnKind
{
    Number,
    Text,
    Utf8Text,
    Bytes,
}
