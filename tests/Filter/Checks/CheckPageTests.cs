using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MsLite.Filter.Checks;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Checks;

/// <summary>
/// A page for each check, docs/checks/NAME.md: the facts are the code's and the conversation is a script that is run, so neither can be
/// wrong. What stands between them is written by people. UPDATE_GOLDEN=1 writes the facts anew.
/// </summary>
public sealed partial class CheckPageTests
{
    private const string Index = "docs/CHECKS.md";

    // A script named like the check shows it best, unless one of its family does.
    private static readonly Dictionary<string, string> s_scripts = new(StringComparer.Ordinal)
    {
        ["helo"] = "helo-local",
        ["address"] = "address-two-ats",
        ["mailers"] = "mailers-the-bat",
        ["mailman"] = "mailman-at-start",
        ["dkim"] = "dkim-paypal",
        ["dkim_check"] = "dkim-check-pass",
        ["spf"] = "spf-fail",
        ["dmarc"] = "dmarc-reject",
        ["empty_body"] = "empty-body",
    };

    private static readonly IReadOnlyList<ICheck> s_checks = CheckCatalogueTests.NewCatalogue().Checks;

    public static TheoryData<string> Names() => [.. s_checks.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_check_says_what_the_code_does(string name)
    {
        var check = s_checks.Single(one => one.Name == name);
        var page = $"docs/checks/{name}.md";
        var text = File.ReadAllText(RepositoryRoot.Join(page.Split('/')));

        GoldenFile.AssertEqual(page, Filled(Filled(text, "code", Facts(check)), "script", Conversation(name)));
    }

    [Fact]
    public void The_table_of_checks_is_the_catalogue()
    {
        var table = string.Concat(s_checks.Select(check => $"| [`{check.Name}`](checks/{check.Name}.md) | {(check.IsInAll ? "yes" : "")} | {check.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));

        GoldenFile.AssertEqual(Index, Filled(File.ReadAllText(RepositoryRoot.Join(Index.Split('/'))), "code", $"| check | in *all* | |\n|---|---|---|\n{table}"));
    }

    [Fact]
    public void No_page_is_left_of_a_check_that_is_gone() => Assert.Equal(
        s_checks.Select(check => check.Name).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(RepositoryRoot.Join("docs", "checks"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    private static string Facts(ICheck check)
    {
        var file = SwitchOf(check);
        var also = check.OtherSwitches.Select(name => $"`checks/{name}`").Concat(check.IsInAll ? ["`checks/all`"] : []).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# `{check.Name}`\n\n{check.Summary}\n\n| | |\n|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| switch | `{file}`{(also.Count > 0 ? $"; also by {string.Join(", ", also)}" : "; not by `checks/all`")} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| place | {s_checks.ToList().IndexOf(check) + 1} of {s_checks.Count} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| asks | {(check.UsesNetwork ? "others, over the network; without their answer it abstains" : "nobody: the message and its envelope say it")} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| the client's address | {(check.RestsOnClient ? "matters: in shadow while a gateway seems to hide it" : "does not matter")} |\n");
        text.Append(string.Concat(check.Parameters.Select(line => $"| `{line.Key}: {line.Example}` | {line.Meaning} |\n")));
        text.Append(CultureInfo.InvariantCulture, $"\n```sh\nmkdir -p /srv/example.com/checks\n{Commands(file)}```\n");
        return text.ToString();
    }

    private static string Commands(string file) => file == "zones"
        ? "echo zen.spamhaus.org > /srv/example.com/zones        # asked from the next message on\n"
          + "echo 'mode: shadow' >> /srv/example.com/zones         # asked and recorded; refuses nobody\n"
          + "rm /srv/example.com/zones                             # not asked any more\n"
        : $"touch /srv/example.com/{file}                     # asked from the next message on\n"
          + $"echo 'mode: shadow' > /srv/example.com/{file}     # asked and recorded; refuses nobody\n"
          + $"rm /srv/example.com/{file}                        # not asked any more\n";

    private static string SwitchOf(ICheck check) => check.Name == "dnsbl" ? "zones" : $"checks/{check.Name}";

    private static string Conversation(string name)
    {
        var script = $"tests/Conversations/checks/{s_scripts.GetValueOrDefault(name, name)}.smtp";
        return $"From [{Path.GetFileName(script)}](../../{script}), a script that the tests run against the program; `*` is any text.\n\n"
            + $"```\n{File.ReadAllText(RepositoryRoot.Join(script.Split('/'))).Trim()}\n```\n";
    }

    /// <summary>The text with what stands between its marks replaced.</summary>
    private static string Filled(string text, string mark, string content)
    {
        var match = Part().Matches(text).SingleOrDefault(part => part.Groups["mark"].Value == mark);
        Assert.True(match is not null, $"The page wants the lines \"<!-- from the {mark} -->\" and \"<!-- end -->\".");
        return text[..match.Index] + $"<!-- from the {mark} -->\n{content}<!-- end -->\n" + text[(match.Index + match.Length)..];
    }

    [GeneratedRegex(@"^<!-- from the (?<mark>\w+) -->\n.*?^<!-- end -->\n", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Part();
}
