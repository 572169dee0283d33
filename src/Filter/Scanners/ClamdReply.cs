using System.Text;

namespace MsLite.Filter.Scanners;

/// <summary>What clamd says about one message.</summary>
/// <param name="Virus">The name of what it found; null when it found nothing.</param>
/// <param name="IsTooLarge">The message is longer than clamd takes (its StreamMaxLength).</param>
internal sealed record ClamdReply(string? Virus, bool IsTooLarge = false)
{
    private const int MostName = 200;
    private const string Found = " FOUND";
    private const string TooLarge = "INSTREAM size limit exceeded. ERROR";

    /// <summary>Understands "1: stream: OK", "1: stream: NAME FOUND" and "1: REASON ERROR" (clamd(8)).</summary>
    /// <param name="number">Of the question in its session: an answer to another one must not be taken for this one's.</param>
    /// <exception cref="ScannerException">It is none of them.</exception>
    public static ClamdReply Parse(ReadOnlySpan<byte> bytes, int number)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.StartsWith($"{number}: ", StringComparison.Ordinal))
        {
            throw Garbage(text);
        }

        var answer = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (answer == TooLarge)
        {
            return new ClamdReply(null, IsTooLarge: true);
        }

        const string Stream = "stream: ";
        if (!answer.StartsWith(Stream, StringComparison.Ordinal))
        {
            throw Garbage(text);
        }

        return answer == Stream + "OK" ? new ClamdReply((string?)null)
            : answer.EndsWith(Found, StringComparison.Ordinal) && answer.Length > Stream.Length + Found.Length ? new ClamdReply(Name(answer[Stream.Length..^Found.Length]))
            : throw Garbage(text);
    }

    /// <summary>A name for a reply line: signatures are written by many hands. With ExtendedDetectionInfo a hash and a size stand behind it.</summary>
    private static string Name(string found)
    {
        var name = found.EndsWith(')') && found.LastIndexOf('(') is > 0 and var bracket ? found[..bracket] : found;
        var clean = string.Concat(name.Where(c => c is > ' ' and < '\x7f').Take(MostName));
        return clean.Length > 0 ? clean : "unnamed";
    }

    private static ScannerException Garbage(string text) =>
        new($"It answered \"{PlainText.Clean(text)}\" when asked to scan a message.");
}
