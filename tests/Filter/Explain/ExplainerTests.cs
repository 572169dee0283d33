using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Checks;
using MsLite.Filter.Delivery;
using MsLite.Filter.Explain;
using MsLite.Filter.Spool;
using MsLite.Filter.Tests.Checks;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Explain;

public sealed class ExplainerTests : IDisposable
{
    private readonly PolicyWorld _world = new();
    private readonly string _file;

    public ExplainerTests()
    {
        _world.Given("example.com/users/valid/bob", "example.com/checks/all");
        _file = _world.Tree.Touch("message.eml", "From: ann@example.net\nSubject: hello\n\nhello\n");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Exit_code_and_text_tell_the_verdict()
    {
        Assert.Equal(0, (await RunAsync(new HeloCheck())).ExitCode);
        Assert.Equal(3, (await RunAsync(new StandInCheck("late", 10, CheckResult.Defer("later")))).ExitCode);

        var (exitCode, text) = await RunAsync(new DateCheck());
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Refused with \"Missing header - Date:\": decided by checks/date, file example.com/checks/all.\n", text, StringComparison.Ordinal);
        Assert.Contains("  users                   bob@example.com  pass           example.com/users/valid/bob\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_has_the_contracts_keys()
    {
        var (_, text) = await RunAsync(json: true, new DateCheck());

        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        Assert.Equal(["verdict", "reason", "blocker", "file", "trace"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("refuse", "Missing header - Date:", "checks/date", "example.com/checks/all"),
            (root.GetProperty("verdict").GetString(), root.GetProperty("reason").GetString(), root.GetProperty("blocker").GetString(), root.GetProperty("file").GetString()));
        var last = root.GetProperty("trace").EnumerateArray().Last();
        Assert.Equal(["rung", "value", "file", "result", "detail", "ms"], last.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("checks/date", "refuse"), (last.GetProperty("rung").GetString(), last.GetProperty("result").GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("trace")[0].GetProperty("file").ValueKind);
    }

    [Fact]
    public async Task Asks_the_next_hop_as_the_client_would_have_it_asked()
    {
        await using var hop = new FakeNextHop { Answer = (stage, _) => stage == NextHopStage.Rcpt ? "550 5.1.1 Gone" : null };
        _world.Tree.Delete("srv/example.com/users/valid/bob");
        _world.GivenFile("example.com/users/valid/*", "verify: nexthop").GivenFile("example.com/delivery", hop.Url);

        var (exitCode, text) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("The next hop refuses it: 550 5.1.1 Gone", text, StringComparison.Ordinal);
        Assert.Empty(hop.Messages);
    }

    [Theory]
    [InlineData("ann", "bob@example.com", "192.0.2.7", "The sender")]
    [InlineData("ann@example.net", "bob", "192.0.2.7", "The recipient")]
    [InlineData("ann@example.net", "", "192.0.2.7", "The recipient")]
    [InlineData("ann@example.net", "bob@example.com", "mail.example.net", "The client's address")]
    public void Says_which_word_is_wrong(string from, string to, string ip, string fault)
    {
        Assert.False(ExplainQuestion.TryParse(from, to, ip, "h", out _, out var sentence));
        Assert.StartsWith(fault, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("<>", null)]
    [InlineData("<Ann@Example.net>", "ann@example.net")]
    [InlineData("\"a \\\"b\\\"\"@example.net", "a \"b\"@example.net")]
    public void Understands_addresses_as_they_stand_on_the_wire(string from, string? key)
    {
        Assert.True(ExplainQuestion.TryParse(from, "bob@example.com", "::ffff:192.0.2.7", "h", out var question, out _));
        Assert.Equal(key, question.From?.Key);
    }

    private Task<(int ExitCode, string Text)> RunAsync(params ICheck[] checks) => RunAsync(json: false, checks);

    private async Task<(int ExitCode, string Text)> RunAsync(bool json, params ICheck[] checks)
    {
        Assert.True(ExplainQuestion.TryParse("ann@example.net", "bob@example.com", "192.0.2.7", "mail.example.net", out var question, out _));
        await using var output = new StringWriter { NewLine = "\n" };
        var judge = _world.NewJudge(checks);
        using var lanes = new SyncLanes();
        using var catalogue = new DeliveryCatalogue("mx.example.org", TimeProvider.System, lanes, NullLoggerFactory.Instance);
        var callouts = new RecipientCallouts(judge, new NextHops(_world.Srv, catalogue));
        var explainer = new Explainer(judge, new MessageSpool(_world.Options), _world.Srv, callouts, new CurrentOptions(_world.Options), _world.Clock);
        var exitCode = await explainer.RunAsync(_file, question, json, output, CancellationToken.None);
        return (exitCode, output.ToString());
    }
}
