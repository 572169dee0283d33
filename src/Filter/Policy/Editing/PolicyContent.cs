using System.Text;

namespace MsLite.Filter.Policy.Editing;

/// <summary>What a file is to say: a whole new text, or single <c>key: value</c> lines of the text that it has.</summary>
public sealed record PolicyContent
{
    /// <summary>The entry is to be there; what it says is left alone.</summary>
    public static readonly PolicyContent Touch = new();

    /// <summary>Replaces everything; null leaves it.</summary>
    public ReadOnlyMemory<byte>? Text { get; init; }

    /// <summary>Lines to set; null removes a line.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    public bool IsTouch => Text is null && Values.Count == 0;

    /// <summary>Every other line stays as it is, byte for byte, whatever its character set.</summary>
    internal byte[] ApplyTo(ReadOnlySpan<byte> present)
    {
        // One character for each byte, and back: what is not UTF-8 survives.
        var text = Encoding.Latin1.GetString(Text is { } whole ? whole.Span : present);
        foreach (var (key, value) in Values)
        {
            text = Set(text, key, value is null ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)));
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static string Set(string text, string key, string? value)
    {
        var lines = text.Split('\n').ToList();
        var last = lines.FindLastIndex(line => IsOf(line, key));
        if (value is null)
        {
            lines.RemoveAll(line => IsOf(line, key));
            return string.Join('\n', lines);
        }

        if (last >= 0)
        {
            // The last of equal keys counts.
            var end = lines[last].EndsWith('\r') ? "\r" : "";
            lines[last] = $"{lines[last][..lines[last].IndexOf(':', StringComparison.Ordinal)]}: {value}{end}";
            return string.Join('\n', lines);
        }

        return $"{text}{(text.Length > 0 && !text.EndsWith('\n') ? "\n" : "")}{key}: {value}\n";
    }

    private static bool IsOf(string line, string key)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).Trim().Equals(key, StringComparison.OrdinalIgnoreCase);
    }
}
