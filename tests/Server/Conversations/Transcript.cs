using System.Globalization;
using System.Text;

namespace MsLite.Web.Tests.Conversations;

/// <summary>What was said so far, for the reader of a failure.</summary>
internal sealed class Transcript
{
    private const int LongestShown = 200;
    private readonly StringBuilder _text = new();

    public void Note(int number, string text) => _text.Append(CultureInfo.InvariantCulture, $"{number,5}  {Shown(text)}\n");

    /// <summary>What the server said, which has no line number.</summary>
    public void Heard(string text) => _text.Append(CultureInfo.InvariantCulture, $"       {Shown(text).Replace("\n", "\n       ", StringComparison.Ordinal)}\n");

    /// <summary>Marks the failing line.</summary>
    public void Fail(int number, string text, string why) => _text.Append(CultureInfo.InvariantCulture, $"{number,5}> {Shown(text)}\n       ^ {why}\n");

    public override string ToString() => _text.ToString();

    private static string Shown(string text)
    {
        var safe = string.Concat(text.Select(c => c is '\n' || c is >= ' ' and not (char)0x7f ? c.ToString() : $"\\x{(int)c:x2}"));
        return safe.Length <= LongestShown || safe.Contains('\n', StringComparison.Ordinal) ? safe : $"{safe[..LongestShown]}… ({safe.Length} characters)";
    }
}

/// <summary>A script met something other than it expects; the message says what.</summary>
internal sealed class Mismatch(string message) : Exception(message);

/// <summary>The end of a run: the message is the transcript with the failing line marked.</summary>
internal sealed class ConversationFailure(string message, Exception inner) : Exception(message, inner);
