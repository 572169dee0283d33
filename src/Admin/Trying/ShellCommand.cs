using MsLite.Filter;
using MsLite.Filter.Explain;

namespace MsLite.Admin.Trying;

/// <summary>What one would type in a shell for the same. What a stranger wrote is quoted, and never more than a word of the command.</summary>
internal static class ShellCommand
{
    public static string Explain(ExplainQuestion question) =>
        $"MsLite.Web explain message.eml --from {Word(question.From is { } from ? from.ToString() : "<>")} --to {Word(question.To.ToString())} --ip {question.Ip} --helo {Word(question.Helo)}";

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    public static string Word(string text)
    {
        var clean = PlainText.Clean(text, 400);
        return clean.Length > 0 && clean.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ':' or '/' or '+' or '=')
            ? clean
            : $"'{clean.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
