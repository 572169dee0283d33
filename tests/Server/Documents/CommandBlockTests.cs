using System.Text.RegularExpressions;
using MsLite.Harness;
using MsLite.Web.Tests.Code;

namespace MsLite.Web.Tests.Documents;

/// <summary>
/// Every block of commands in the book is run, page by page and in order, against a fresh program in a folder of its own: <c>/srv</c>
/// (with bob@example.com), <c>/spam</c> and the program are the test's, and <c>$URL</c> and <c>$TOKEN</c> lead to it.
/// </summary>
public sealed partial class CommandBlockTests
{
    /// <summary>The first word of lines that cannot be run here, and why.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new(StringComparer.Ordinal)
    {
        ["docker"] = "needs an engine that runs containers",
        ["apt"] = "changes the machine",
        ["apt-get"] = "changes the machine",
        ["dpkg"] = "changes the machine",
        ["systemctl"] = "needs systemd",
        ["journalctl"] = "needs systemd",
        ["sudo"] = "changes the machine",
        ["mount"] = "changes the machine",
        ["dotnet"] = "builds the program: FirstCommandTests and the build itself do that",
        ["./test.sh"] = "is what runs this test",
    };

    /// <summary>README.md is walked by FirstCommandTests, on a copy that nobody has built. The pages of the checks are alike, and share a program.</summary>
    public static TheoryData<string> Pages() =>
        [.. Document.All().Where(document => document.Path != "README.md" && document.Commands.Any(block => Here(block).Any())).Select(document => GroupOf(document.Path)).Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_of_the_page_does_what_it_says(string page)
    {
        await using var server = await RunningServer.StartAsync();
        var (_, token) = await server.RunVerbAsync("token", "create", "--name", "docs", "--role", "administrator");
        server.Tree.Touch("program.sh", Program(server));
        server.Tree.Folder("work");
        server.Tree.Touch("srv/example.com/users/valid/bob");
        var blocks = Document.All().Where(document => GroupOf(document.Path) == page).SelectMany(document => document.Commands);
        server.Tree.Touch("all.sh", $"""
            set -euo pipefail
            export URL='{server.Http.GetLeftPart(UriPartial.Authority)}' TOKEN='{token.Trim()}'
            MsLite.Web() (. '{server.Tree.Path("program.sh")}')
            cd '{server.Tree.Path("work")}'

            """ + string.Join('\n', blocks.Select(block => Here(block, server.Tree))));

        await using var bash = await ChildProcess.StartAsync("bash", [server.Tree.Path("all.sh")], server.Tree.Root, new Dictionary<string, string?>());
        await bash.WaitForExitAsync();

        Assert.True(bash.ExitCode == 0, bash.Output);
    }

    [Fact]
    public void Every_block_that_begins_with_a_command_is_marked_as_one() => Offenders.None(
        "These blocks look like commands: mark them sh, so that they are run.",
        Document.All().SelectMany(document => document.Listings.Where(text => Typed().IsMatch(text)).Select(text => $"{document.Path}: {text.Split('\n')[0]}")));

    private static string GroupOf(string path) => path.StartsWith("docs/checks/", StringComparison.Ordinal) ? "docs/checks" : path;

    /// <summary>A verb of the program, on the running one's folders.</summary>
    private static string Program(RunningServer server) => $"""
        dotnet '{RunningServer.ProgramFile}' "$@" --MsLite:SrvRoot='{server.Tree.Path("srv")}' --MsLite:SpamRoot='{server.Tree.Path("spam")}' \
          --MsLite:StateRoot='{server.Tree.Path("state")}' --MsLite:Delivery='maildir:{server.Tree.Path("mail")}'

        """;

    /// <summary>Those lines of a block that can be run here.</summary>
    private static IEnumerable<string> Here(string block) =>
        Continued().Replace(block, " ").Split('\n').Where(line => line.Trim().Length > 0 && !s_elsewhere.ContainsKey(line.TrimStart().Split(' ')[0]));

    /// <summary>The same with the test's own trees in the place of /srv and /spam.</summary>
    private static string Here(string block, TempTree tree) => Root().Replace(string.Join('\n', Here(block)), match => tree.Path(match.Groups["root"].Value));

    [GeneratedRegex(@"^(\$ |MsLite\.Web |[A-Z]+=\$\(|(dotnet|docker|curl|touch|mkdir|rm|echo|swaks|apt|apt-get|systemctl|journalctl|sudo|dpkg|printf|cp|tar|rsync|psql|pg_dump) )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Typed();

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?<![\w./-])/(?<root>srv|spam)(?=[/\s""'])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Root();
}
