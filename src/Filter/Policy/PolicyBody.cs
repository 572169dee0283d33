using System.Text;

namespace MsLite.Filter.Policy;

/// <summary>
/// What a policy file says: <c>key: value</c> lines, keys in any case, the last of equal keys counting; other lines are ignored and
/// kept. An empty file means what its name says, for ever.
/// </summary>
public sealed class PolicyBody
{
    /// <summary>Bytes read of a file; real bodies are a line or two, a list of DNS zones a few dozen.</summary>
    public const int MaxBytes = 64 * 1024;

    public static readonly PolicyBody Empty = new(new Dictionary<string, string>());

    private readonly IReadOnlyDictionary<string, string> _values;

    public PolicyBody(IReadOnlyDictionary<string, string> values, string text = "")
    {
        _values = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        Text = text;
    }

    /// <summary>The whole text, for files that are more than keys and values.</summary>
    public string Text { get; }

    /// <summary>Every line that has the form <c>key: value</c>.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The value, trimmed; null when the key is not there.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key);

    internal static PolicyBody Parse(ReadOnlySpan<byte> bytes) => Parse(Encoding.UTF8.GetString(bytes));

    public static PolicyBody Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).Trim();
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#')
            {
                values[line[..colon].TrimEnd().ToString()] = line[(colon + 1)..].TrimStart().ToString();
            }
        }

        return values.Count == 0 && text.Length == 0 ? Empty : new PolicyBody(values, text);
    }

    /// <summary>Everything that can change what the file does, in one comparable text: neither <c>note</c> nor <c>until</c> does.</summary>
    internal string Effect => string.Join('\n', Text.Split('\n').Select(line => line.Trim()).Where(HasEffect));

    /// <summary>The same without <c>mode</c>: what the one who is asked is told, whether or not its answer refuses.</summary>
    internal string Parameters => string.Join('\n', Effect.Split('\n').Where(line => !line.StartsWith("mode:", StringComparison.OrdinalIgnoreCase)));

    private static bool HasEffect(string line) =>
        line.Length > 0
        && line[0] != '#'
        && !line.StartsWith("note:", StringComparison.OrdinalIgnoreCase)
        && !line.StartsWith("until:", StringComparison.OrdinalIgnoreCase);
}
