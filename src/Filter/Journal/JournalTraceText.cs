using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace MsLite.Filter.Journal;

/// <summary>
/// The JSON of an array of arrays of short numbers and plain texts. <see cref="System.Text.Json.Utf8JsonWriter"/> knows more than that, and takes twice as long for it: a
/// trace has sixty of them. Not thread-safe.
/// </summary>
internal sealed class JournalTraceText
{
    private const int LongestNumber = 20;

    /// <summary>Characters that stand for themselves, one byte each.</summary>
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(c => c is not ('"' or '\\'))]);

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Put((byte)'[');
    }

    public void BeginEntry()
    {
        if (_bytes.WrittenCount > 1)
        {
            Put((byte)',');
        }

        Put((byte)'[');
    }

    public void EndEntry() => Put((byte)']');

    /// <summary>All of it. It stands until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        Put((byte)']');
        return _bytes.WrittenSpan;
    }

    /// <summary>The number if it is none below zero, else the text.</summary>
    public void Add(long number, string? text)
    {
        if (number >= 0)
        {
            Add(number);
        }
        else
        {
            Add(text);
        }
    }

    public void Add(long number)
    {
        PartFromOthers();
        _ = Utf8Formatter.TryFormat(number, _bytes.GetSpan(LongestNumber), out var written);
        _bytes.Advance(written);
    }

    public void Add(string? text)
    {
        PartFromOthers();
        if (text is null)
        {
            _bytes.Write("null"u8);
            return;
        }

        Put((byte)'"');
        if (text.AsSpan().ContainsAnyExcept(s_plain))
        {
            // Half of a surrogate pair, which is no text, becomes U+FFFD.
            Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), _bytes);
        }
        else
        {
            _bytes.Advance(Encoding.ASCII.GetBytes(text, _bytes.GetSpan(text.Length)));
        }

        Put((byte)'"');
    }

    private void PartFromOthers()
    {
        if (_bytes.WrittenSpan[^1] != (byte)'[')
        {
            Put((byte)',');
        }
    }

    private void Put(byte one)
    {
        _bytes.GetSpan(1)[0] = one;
        _bytes.Advance(1);
    }
}
