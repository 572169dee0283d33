using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace MsLite.Mail.Mime;

/// <summary>Makes text of a field's bytes.</summary>
internal static class FieldText
{
    private const char Replacement = '\ufffd';

    public static ReadOnlyMemory<byte> WithoutLineEnd(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var length = span.Length;
        if (length > 0 && span[length - 1] == (byte)'\n')
        {
            length--;
            if (length > 0 && span[length - 1] == (byte)'\r')
            {
                length--;
            }
        }

        return bytes[..length];
    }

    public static string Unfold(ReadOnlySpan<byte> value, HeaderList list) =>
        Unfolded(value, list, static (bytes, list) => Safe(ToText(bytes, list), keepTab: true));

    public static string UnfoldLatin1(ReadOnlySpan<byte> value) =>
        Unfolded(value, (object?)null, static (bytes, _) => Encoding.Latin1.GetString(bytes));

    /// <summary>Replaces every control character; tabs and line ends become spaces.</summary>
    public static string Printable(string text) => Safe(text, keepTab: false);

    /// <summary>Bytes as UTF-8 if valid, else in the charset that the header declares.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes, HeaderList list) =>
        Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes)
        : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : Charset.Decode(list.Fallback, bytes);

    public static Encoding DeclaredCharset(HeaderList list)
    {
        var field = list.Find("Content-Type");
        var name = field is null ? null : ContentType.Parse(field.Latin1Value).Charset;
        return (name is null ? null : Charset.Find(name)) is { } declared && declared.GetByteCount("A") == 1 && declared.CodePage != Encoding.UTF8.CodePage
            ? declared
            : Charset.Windows1252;
    }

    private static string Unfolded<T>(ReadOnlySpan<byte> value, T state, Func<ReadOnlySpan<byte>, T, string> read)
    {
        value = Trim(value);
        if (!value.Contains((byte)'\n'))
        {
            return read(value, state);
        }

        var rented = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            return read(Trim(rented.AsSpan(0, RemoveLineEnds(value, rented))), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>RFC 5322 §2.2.3: unfolding takes away the line ends and nothing else.</summary>
    private static int RemoveLineEnds(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var isLineEnd = value[i] == (byte)'\n' || (value[i] == (byte)'\r' && i + 1 < value.Length && value[i + 1] == (byte)'\n');
            if (!isLineEnd)
            {
                destination[length++] = value[i];
            }
        }

        return length;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);

    private static string Safe(string text, bool keepTab)
    {
        var first = IndexOfControl(text, keepTab);
        return first < 0
            ? text
            : string.Create(text.Length, (text, keepTab), static (span, state) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = SafeChar(state.text[i], state.keepTab);
                }
            });
    }

    private static int IndexOfControl(string text, bool keepTab)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && !(keepTab && text[i] == '\t'))
            {
                return i;
            }
        }

        return -1;
    }

    private static char SafeChar(char c, bool keepTab) => c switch
    {
        '\t' when keepTab => c,
        '\t' or '\r' or '\n' => ' ',
        _ when char.IsControl(c) => Replacement,
        _ => c,
    };
}
