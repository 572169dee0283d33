using MsLite.Harness;
using MsLite.Web.Tests.Conversations;
using Xunit.Abstractions;

namespace MsLite.Web.Tests.Corpus;

/// <summary>
/// Whole corpora through the real program with every check switched on: count in = delivered + archived + deferred, nothing
/// changed on the way, and the same verdicts however the bytes were cut.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public Task Own_messages_are_accounted_for_at_every_pace() => RunAtEveryPaceAsync(CorpusMessage.Own());

    [SharedDataFact]
    public Task Real_messages_are_accounted_for_at_every_pace() => RunAtEveryPaceAsync(CorpusMessage.Real());

    [ToolFact("smtp-sink")]
    public async Task Messages_reach_smtp_sink_unchanged()
    {
        var messages = SharedData.IsPresent ? CorpusMessage.Real() : CorpusMessage.Own();
        await using var sink = await SmtpSink.StartAsync();
        await using var server = await StartAsync(sink.Url);
        var archive = new ArchiveView(server.Tree);

        var replies = await new CorpusRun(server, messages, Pace.Whole).SendAllAsync();

        var accounts = new Accounts(messages, replies);
        accounts.RequireBalance(sink.Messages(), archive.Read());
        Tell(accounts);
    }

    [PostfixFact]
    public async Task Messages_come_to_rest_in_a_real_Postfix_unchanged()
    {
        var messages = SharedData.IsPresent ? CorpusMessage.Real() : CorpusMessage.Own();
        await using var postfix = await PrivatePostfix.StartAsync();
        await using var server = await StartAsync(postfix.Url);
        var archive = new ArchiveView(server.Tree);

        var replies = await new CorpusRun(server, messages, Pace.Whole).SendAllAsync();

        var accounts = new Accounts(messages, replies) { NextHopEndsHeaders = true };
        await WaitForAsync(() => postfix.Count >= accounts.Delivered);
        accounts.RequireBalance(postfix.Messages(), archive.Read());
        Tell(accounts);
    }

    private async Task RunAtEveryPaceAsync(IReadOnlyList<CorpusMessage> messages)
    {
        await using var nextHop = new FakeNextHop();
        await using var server = await StartAsync(nextHop.Url);
        var verdicts = new List<IReadOnlyDictionary<int, string>>();
        foreach (var pace in Enum.GetValues<Pace>())
        {
            nextHop.Reset();
            var archive = new ArchiveView(server.Tree);

            var replies = await new CorpusRun(server, messages, pace).SendAllAsync();

            var accounts = new Accounts(messages, replies);
            accounts.RequireBalance(Delivered(nextHop), archive.Read());
            verdicts.Add(replies.ToDictionary(pair => pair.Key, pair => CorpusRun.Verdict(pair.Value)));
            Tell(accounts);
        }

        for (var number = 0; number < messages.Count; number++)
        {
            Assert.True(verdicts.Select(one => one[number]).Distinct().Count() == 1, $"{messages[number]} got other verdicts at another pace: {string.Join(" | ", verdicts.Select(one => one[number]))}");
        }
    }

    private static List<(string Recipient, byte[] Content)> Delivered(FakeNextHop nextHop) =>
        [.. nextHop.Messages.Where(message => message.Accepted)
            .SelectMany(message => message.Recipients.Select(recipient => (recipient.Address, SmtpText.WithLf(message.Content))))];

    private static async Task<RunningServer> StartAsync(string delivery)
    {
        var server = await RunningServer.StartAsync([("Delivery", delivery)]);
        server.Tree.Touch("srv/example.com/users/valid/*");
        server.Tree.Touch("srv/example.com/checks/all");
        return server;
    }

    private static async Task WaitForAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!holds())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private void Tell(Accounts accounts) =>
        output.WriteLine($"{accounts.Delivered} delivered, {accounts.Refused} refused and archived, {accounts.Deferred} deferred");
}
