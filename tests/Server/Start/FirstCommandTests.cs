using System.Net;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Start;

/// <summary>The README's first command, on a copy of the tree that nobody has built: it compiles in a way of its own (decision 0018), which no other test uses.</summary>
public sealed partial class FirstCommandTests
{
    [Fact]
    public async Task Answers_mail_and_shows_the_panel_with_all_its_files()
    {
        using var tree = new TempTree();
        CopySources(tree.Root);
        string[] command = ["run", "--project", "src/Server", "--", "--MsLite:Smtp:Listen=127.0.0.1:0", "--MsLite:Http:Listen=http://127.0.0.1:0"];
        await using var program = await ChildProcess.StartAsync("dotnet", command, tree.Root);
        await program.WaitForOutputAsync(output => Smtp().IsMatch(output) && Panel().IsMatch(output), TimeSpan.FromMinutes(5));

        await using var client = await SmtpTestClient.ConnectAsync(IPEndPoint.Parse(Smtp().Match(program.Output).Groups["address"].Value), CancellationToken.None);
        Assert.Equal(220, (await client.ReadReplyAsync()).Code);

        using var browser = new HttpClient { BaseAddress = new Uri(Panel().Match(program.Output).Groups["address"].Value) };
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative));
        var files = Files().Matches(page).Select(match => match.Groups["file"].Value).ToList();
        Assert.Contains(files, file => file.StartsWith("MsLite.Web.", StringComparison.Ordinal));
        Assert.Contains(files, file => file.StartsWith("_framework/blazor.web.", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var answer = await browser.GetAsync(new Uri(file, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{file} {answer.StatusCode}");
        }

        await program.StopAsync(TimeSpan.FromSeconds(40));
    }

    private static void CopySources(string target)
    {
        var root = RepositoryRoot.Path;
        foreach (var file in Directory.EnumerateFiles(root).Concat(Sources(Path.Combine(root, "src"))).Concat(Sources(Path.Combine(root, "wwwroot"))))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")).SelectMany(Sources));

    [GeneratedRegex(@"SMTP\s+(?<address>127\.0\.0\.1:[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Smtp();

    [GeneratedRegex(@"Panel\s+(?<address>http://127\.0\.0\.1:[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Panel();

    [GeneratedRegex("""(?:href|src)="(?<file>[^"#/][^"]*\.(?:css|js|svg))["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Files();
}
