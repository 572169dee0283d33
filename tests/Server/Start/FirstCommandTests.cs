using System.Text.RegularExpressions;
using MsLite.Harness;
using MsLite.Web.Tests.Documents;

namespace MsLite.Web.Tests.Start;

/// <summary>Whoever follows the README by copy and paste gets from nothing to a filtered, archived, released message.</summary>
public sealed partial class FirstCommandTests(FreshCopy copy) : IClassFixture<FreshCopy>
{
    [Fact]
    public async Task Answers_mail_and_shows_the_panel_with_all_its_files()
    {
        await using var client = await SmtpTestClient.ConnectAsync(copy.Smtp, CancellationToken.None);
        Assert.Equal(220, (await client.ReadReplyAsync()).Code);

        using var browser = new HttpClient { BaseAddress = copy.Panel };
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        var files = Files().Matches(page).Select(match => match.Groups["file"].Value).ToList();
        Assert.Contains(files, file => file.StartsWith("MsLite.Web.", StringComparison.Ordinal));
        Assert.Contains(files, file => file.StartsWith("_framework/blazor.web.", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var answer = await browser.GetAsync(new Uri(file, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{file} {answer.StatusCode}");
        }
    }

    [ToolFact("swaks")]
    public async Task The_lines_of_the_README_do_what_stands_behind_them()
    {
        // The first block starts the program, as this copy was; there is no other that nobody would run.
        Assert.Equal(2, Document.Of("README.md").Commands.Count);
        var lines = Document.Of("README.md").Commands[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        copy.Tree.Touch("walk.sh", string.Join('\n', lines.Select((line, number) => $"echo '@@{number}@@'\n{line.Replace("127.0.0.1:2525", copy.Smtp.ToString(), StringComparison.Ordinal)}")) + "\n");

        await using var walk = await ChildProcess.StartAsync("sh", ["walk.sh"], copy.Tree.Root);
        await walk.WaitForExitAsync();

        var said = Mark().Split(walk.Output)[1..];
        Assert.Equal(lines.Length, said.Length);
        Assert.All(lines.Zip(said), pair => AssertSaid(pair.First, pair.Second));
        Assert.Equal(0, walk.ExitCode);
        var delivered = copy.Tree.Files("data/mail").Where(file => file.StartsWith("example.com/you/Maildir/new/", StringComparison.Ordinal)).Select(file => copy.Tree.Read($"data/mail/{file}")).ToList();
        Assert.Equal(2, delivered.Count);
        Assert.Single(delivered, message => message.Contains("X-HELO: pc.lan", StringComparison.Ordinal));
    }

    /// <summary>What is refused or taken says so with its code; what is listed is there.</summary>
    private static void AssertSaid(string line, string said)
    {
        if (Code().Match(line) is { Success: true } code)
        {
            Assert.True(Regex.IsMatch(said, $@"^<[-*~ ]*{code.Groups["code"].Value} ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)), $"{line}\nsaid:\n{said}");
        }
        else if (line.StartsWith("ls ", StringComparison.Ordinal))
        {
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [GeneratedRegex("""(?:href|src)="(?<file>[^"#/][^"]*\.(?:css|js|svg))["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Files();

    [GeneratedRegex(@"^@@\d+@@\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"# (?<code>[25]\d\d)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
