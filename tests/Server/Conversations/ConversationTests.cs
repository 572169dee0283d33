using MsLite.Harness;
using MsLite.Harness.Script;

namespace MsLite.Web.Tests.Conversations;

/// <summary>Servers by their options, started when a script first asks and kept until the last has run.</summary>
public sealed class ConversationServers : IAsyncLifetime
{
    private readonly Dictionary<string, World> _worlds = [];

    /// <summary>A server that would not start does not start for the next script either; nobody waits for that.</summary>
    private readonly Dictionary<string, Exception> _refused = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var world in _worlds.Values)
        {
            await world.DisposeAsync();
        }
    }

    internal async Task<World> ForAsync(SmtpScript script)
    {
        var key = string.Join('\n', script.Options.Select(option => $"{option.Key}={option.Value}").Order(StringComparer.Ordinal));
        if (!_worlds.TryGetValue(key, out var world) || world.Server.Process.HasExited)
        {
            _worlds[key] = world = await StartAsync(key, script);
        }

        return world;
    }

    private async Task<World> StartAsync(string key, SmtpScript script)
    {
        if (_refused.TryGetValue(key, out var before))
        {
            throw new InvalidOperationException("The server did not start for an earlier script.", before);
        }

        try
        {
            return await World.StartAsync(script.Options);
        }
        catch (Exception fault)
        {
            _refused[key] = fault;
            throw;
        }
    }
}

/// <summary>Every script of tests/Conversations, at every pace, against the real program.</summary>
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
