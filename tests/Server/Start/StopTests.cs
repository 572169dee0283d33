using System.Text;
using MsLite.Harness;
using MsLite.Web.Tests.Harness;
using MsLite.Web.Tests.Metrics;

namespace MsLite.Web.Tests.Start;

public sealed class StopTests
{
    [Fact]
    public async Task A_message_on_its_way_is_finished_before_the_program_ends()
    {
        await using var server = await RunningServer.StartAsync();
        server.Tree.Touch("srv/example.com/users/valid/you");
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mx.example.net");
        await client.CommandAsync("MAIL FROM:<ann@example.net>");
        await client.CommandAsync("RCPT TO:<you@example.com>");
        Assert.Equal(354, (await client.CommandAsync("DATA")).Code);
        await client.SendAsync("Subject: half\r\n\r\n");

        await server.Process.SignalAsync("TERM");
        await client.SendAsync("and the rest\r\n.\r\n");

        Assert.Equal(250, (await client.ReadReplyAsync()).Code);
        await server.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, server.Process.ExitCode);
        Assert.Single(server.Tree.Files("mail/example.com/you/Maildir/new"));
    }

    [Fact]
    public async Task Without_anybody_connected_it_ends_at_once()
    {
        await using var server = await RunningServer.StartAsync();

        await server.StopAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, server.Process.ExitCode);
        Assert.DoesNotContain("ERR", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_load_every_answer_it_gives_until_its_end_is_true()
    {
        await using var hop = new FakeNextHop();
        await using var server = await RunningServer.StartAsync([("Delivery", hop.Url)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        using var stop = new CancellationTokenSource();
        var load = LoadGenerator.RunAsync(server.Smtp, new LoadPlan { Sessions = 20 }, stop.Token);
        await MetricsPage.WaitForAsync(server, page => page["mslite_messages_total{fate=\"delivered\"}"] >= 200);

        await server.StopAsync();
        await stop.CancelAsync();
        var results = await load;

        Assert.Equal(0, server.Process.ExitCode);
        var delivered = hop.Messages.Select(message => TokenOf(Encoding.Latin1.GetString(message.Content))).ToList();
        Assert.Equal(delivered.Count, delivered.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(results.Where(result => result.Reply is { Code: 250 }).Select(result => result.Token).Order(StringComparer.Ordinal), delivered.Order(StringComparer.Ordinal));
        Assert.All(results.Where(result => result.Reply is not null), result => Assert.True(result.Reply!.Code is 250 or 421, result.Reply.ToString()));
        await AssertNothingWasUsedAfterItsEndAsync(server, results);
    }

    /// <summary>Who writes after the database is closed says so in the log, or leaves a row out.</summary>
    private static async Task AssertNothingWasUsedAfterItsEndAsync(RunningServer server, IReadOnlyList<LoadResult> results)
    {
        Assert.DoesNotContain("ERR", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("disposed", server.Log, StringComparison.OrdinalIgnoreCase);
        await using var journal = JournalView.Of(server.Tree.Path("state"));
        var rows = await journal.ReadAsync();
        JournalView.AssertTrue(results, rows);
        JournalView.AssertWhole(results, rows);
    }

    private static string TokenOf(string message)
    {
        var start = message.IndexOf("Subject: ", StringComparison.Ordinal) + "Subject: ".Length;
        return message[start..message.IndexOf('\r', start)];
    }
}
