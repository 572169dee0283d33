using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MsLite.Filter.Policy;

/// <summary>
/// Text from the network that has passed the grammar of file names, in lower case. What does not pass is never looked up, so it
/// matches nothing: neither a way out of the tree, nor the wildcard's own file, can be asked for by mail.
/// </summary>
public readonly record struct PolicyName
{
    /// <summary>Linux's NAME_MAX, in bytes of UTF-8.</summary>
    public const int MaxBytes = 255;

    /// <summary>The file that stands for every local part.</summary>
    internal static readonly PolicyName Wildcard = new("*");

    private readonly string? _text;

    private PolicyName(string text) => _text = text;

    public string Text => _text ?? "";

    public static bool TryParse([NotNullWhen(true)] string? text, out PolicyName name)
    {
        name = default;
        if (string.IsNullOrEmpty(text) || text[0] == '.' || text == "*" || !IsSafe(text))
        {
            return false;
        }

        var key = text.ToLowerInvariant();
        if (key.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(key) > MaxBytes)
        {
            return false;
        }

        name = new(key);
        return true;
    }

    /// <summary>The name behind a dot: the other spelling of a top-level domain's entry.</summary>
    internal PolicyName Dotted() => new("." + Text);

    /// <summary>A name that this program made, such as an address or a prefix; never text from the network.</summary>
    internal static PolicyName OfOurs(string text) => new(text);

    public override string ToString() => Text;

    private static bool IsSafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '/' or '\\' || char.IsControl(c))
            {
                return false;
            }

            if (char.IsSurrogate(c))
            {
                // Half a character has no UTF-8 form: it would be replaced, and so name another file.
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
