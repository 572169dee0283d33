using MsLite.Harness;
using MsLite.Harness.Script;

namespace MsLite.Web.Tests.Conversations;

/// <summary>Every script of tests/Conversations, at every pace, against the real program.</summary>
[TestCaseOrderer("MsLite.Web.Tests.Conversations.ScriptOrder", "MsLite.Web.Tests")]
public sealed class ConversationTests(ConversationServers servers) : IClassFixture<ConversationServers>
{
    private static readonly string s_root = RepositoryRoot.Join("tests", "Conversations");

    public static TheoryData<string, Pace> Scripts()
    {
        var data = new TheoryData<string, Pace>();
        foreach (var file in Directory.EnumerateFiles(s_root, "*.smtp", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var pace in Enum.GetValues<Pace>())
            {
                data.Add(Path.GetRelativePath(s_root, file), pace);
            }
        }

        return data;
    }

    [Fact]
    public void Every_script_can_be_read_and_says_what_it_shows() =>
        Assert.All(Directory.EnumerateFiles(s_root, "*.smtp", SearchOption.AllDirectories), file =>
        {
            Assert.StartsWith("# ", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.NotEmpty(SmtpScript.Load(file).Steps);
        });

    /// <summary>The program judges a blocklist over time, and by all it has been asked: scripts that share a server share no list.</summary>
    [Fact]
    public void No_two_scripts_name_the_same_blocklist()
    {
        var scripts = Directory.EnumerateFiles(s_root, "*.smtp", SearchOption.AllDirectories).Select(SmtpScript.Load).ToList();
        var shared = scripts.SelectMany(script => script.Zones.Distinct().Select(zone => (Zone: zone, script.File)))
            .GroupBy(named => named.Zone)
            .Where(zone => zone.Count() > 1);

        Assert.All(shared, zone => Assert.Fail($"{zone.Key} is named by {string.Join(" and ", zone.Select(named => named.File))}: give each a list of its own."));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Goes_as_written(string script, Pace pace)
    {
        var loaded = SmtpScript.Load(Path.Combine(s_root, script));
        var world = await servers.ForAsync(loaded);
        await using var run = new ConversationRun(loaded, pace, world);

        var failure = await Record.ExceptionAsync(run.RunAsync);

        Assert.True(failure is null, failure?.Message);
    }
}
