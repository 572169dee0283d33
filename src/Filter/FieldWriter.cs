using System.Buffers;
using System.Text;

namespace MsLite.Filter;

/// <summary>Writes header fields of ours from text that strangers chose: one field stays one field, and no line grows too long.</summary>
internal sealed class FieldWriter
{
    /// <summary>RFC 5322 §2.1.1: 998 characters without CR LF.</summary>
    private const int MaxLine = 998;

    private readonly ArrayBufferWriter<byte> _fields = new(1024);

    public ReadOnlyMemory<byte> Written => _fields.WrittenMemory;

    /// <summary>One field, in one line unless it is too long for that.</summary>
    public void Add(string name, string value)
    {
        var text = Clean($"{name}: {value}");
        if (text.Length <= MaxLine / 3)
        {
            Put(text);
            Put("\r\n");
            return;
        }

        AddFolded(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A field whose lines are already cut; <paramref name="continued"/> are indented.</summary>
    public void AddLines(string first, params ReadOnlySpan<string> continued)
    {
        Put(Clean(first));
        foreach (var line in continued)
        {
            Put("\r\n\t");
            Put(Clean(line));
        }

        Put("\r\n");
    }

    private void AddFolded(ReadOnlySpan<byte> text)
    {
        while (text.Length > MaxLine)
        {
            var cut = CutAt(text);
            _fields.Write(text[..cut]);

            // A fold takes the place of white space that is there; where there is none, it has to bring some.
            _fields.Write(text[cut] == ' ' ? "\r\n"u8 : "\r\n "u8);
            text = text[cut..];
        }

        _fields.Write(text);
        _fields.Write("\r\n"u8);
    }

    /// <summary>The last place before the limit at which a line may end: at white space with text on both sides, or between two characters.</summary>
    private static int CutAt(ReadOnlySpan<byte> text)
    {
        var space = text[..(MaxLine - 1)].LastIndexOf((byte)' ');
        if (space > MaxLine / 2 && text[(space + 1)..].ContainsAnyExcept((byte)' ') && text[..space].ContainsAnyExcept((byte)' '))
        {
            return space;
        }

        var cut = MaxLine - 1;
        while ((text[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        return cut;
    }

    private void Put(string text) => Encoding.UTF8.GetBytes(text, _fields);

    /// <summary>No control character, so no line end; what is no character becomes U+FFFD in the encoder.</summary>
    private static string Clean(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return Replaced(text);
            }
        }

        return text.TrimEnd(' ');
    }

    private static string Replaced(string text) =>
        string.Create(text.Length, text, static (clean, original) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(original[i]) ? '?' : original[i];
            }
        }).TrimEnd(' ');
}
