using System.Text;

namespace MsLite.Filter.Scanners;

/// <summary>What spamd says about one message: the protocol's answer to SYMBOLS.</summary>
/// <param name="Required">The score from which on spamd's own configuration speaks of spam.</param>
/// <param name="Rules">The names of the rules that matched, as spamd gives them.</param>
internal sealed record SpamdReply(bool IsSpam, double Score, double Required, string Rules)
{
    /// <exception cref="ScannerException">It is no such answer.</exception>
    public static SpamdReply Parse(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var headEnd = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (headEnd < 0 ? text : text[..headEnd]).Split("\r\n");

        // SPAMD/1.1 0 EX_OK
        var words = lines[0].Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("SPAMD/", StringComparison.Ordinal) || words[1] != "0" || headEnd < 0)
        {
            throw Garbage(lines[0]);
        }

        var spam = Array.Find(lines, line => line.StartsWith("Spam:", StringComparison.OrdinalIgnoreCase)) ?? throw Garbage(lines[0]);
        return ParseSpam(spam) with { Rules = text[(headEnd + 4)..].Trim().Replace(",", ", ", StringComparison.Ordinal) };
    }

    /// <summary>Spam: True ; 15.2 / 5.0</summary>
    private static SpamdReply ParseSpam(string line)
    {
        var parts = line["Spam:".Length..].Split(';', '/');
        if (parts.Length != 3 || !TryWord(parts[0].Trim(), out var isSpam) || !TryNumber(parts[1], out var score) || !TryNumber(parts[2], out var required))
        {
            throw Garbage(line);
        }

        return new SpamdReply(isSpam, score, required, "");
    }

    private static bool TryWord(string word, out bool isSpam)
    {
        isSpam = word.Equals("True", StringComparison.OrdinalIgnoreCase) || word.Equals("Yes", StringComparison.OrdinalIgnoreCase);
        return isSpam || word.Equals("False", StringComparison.OrdinalIgnoreCase) || word.Equals("No", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryNumber(string text, out double number) => ScannerParameters.TryParseScore(text.Trim(), out number);

    private static ScannerException Garbage(string line) => new($"It answered \"{PlainText.Clean(line)}\" when asked about a message.");
}
