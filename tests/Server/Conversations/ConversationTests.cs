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
