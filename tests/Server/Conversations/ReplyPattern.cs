using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>The <c>S:</c> lines of one reply: * stands for any text, and a line <c>NNN-*</c> for any number of lines.</summary>
internal static class ReplyPattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static bool Matches(IReadOnlyList<string> expected, SmtpTestReply reply) =>
        Regex.IsMatch(reply + "\n", "^" + string.Concat(expected.Select(LinePattern)) + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant, s_limit);

    /// <summary>The same for one text in which * stands for anything.</summary>
    public static bool MatchesText(string expected, string text) =>
        Regex.IsMatch(text, "^" + TextPattern(expected, ".*") + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant, s_limit);

    private static string LinePattern(string line) =>
        line.Length == 5 && line.EndsWith("-*", StringComparison.Ordinal)
            ? $"(?:{line[..4]}[^\n]*\n)*"
            : TextPattern(line, "[^\n]*") + "\n";

    private static string TextPattern(string text, string star) =>
        string.Join(star, text.Split('*').Select(Regex.Escape));
}
