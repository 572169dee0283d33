using MsLite.Harness;

namespace MsLite.Web.Tests.Metrics;

/// <summary>The real program's numbers after mail of every fate.</summary>
public sealed class MetricsTests
{
    private const string Message = "Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: x\r\n\r\nBody\r\n";

    [Fact]
    public async Task The_ledger_comes_out_even_and_every_refusal_has_its_cause()
    {
        await using var hop = new FakeNextHop { Answer = (_, argument) => argument.Contains("<later@", StringComparison.Ordinal) ? "451 4.2.0 Later" : null };
        await using var server = await StartAsync(hop);
        await SendAllAsync(server);

        var page = await MetricsPage.OfAsync(server);

        Assert.Equal((4, 1, 2, 1), (page["mslite_messages_received_total"], page["mslite_messages_total{fate=\"delivered\"}"], page["mslite_messages_total{fate=\"refused\"}"], page["mslite_messages_total{fate=\"deferred\"}"]));
        Assert.Equal((0, 0), (page["mslite_messages_in_flight"], page["mslite_messages_unaccounted"]));
        Assert.Equal(1, page["mslite_messages_decided_total{fate=\"delivered\",cause=\"none\"}"]);
        Assert.Equal(1, page["mslite_messages_decided_total{fate=\"refused\",cause=\"checks/date\"}"]);
        Assert.Equal(1, page["mslite_messages_decided_total{fate=\"refused\",cause=\"users\"}"]);
        Assert.Equal(1, page["mslite_messages_decided_total{fate=\"deferred\",cause=\"delivery\"}"]);
        Assert.Equal(1, page["mslite_recipients_refused_total{cause=\"relay\"}"]);
        Assert.Equal((3, 1), (page["mslite_smtp_replies_negative_total{code=\"550\",status=\"5.7.1\"}"], page["mslite_smtp_replies_negative_total{code=\"451\",status=\"4.2.0\"}"]));
        Assert.Equal((1, 1), (page["mslite_check_answers_total{check=\"date\",answer=\"refuse\"}"], page["mslite_next_hop_duration_seconds_count{kind=\"smtp\",reply=\"4xx\"}"]));
        Assert.Equal(1, page[$"mslite_next_hop_up{{host=\"{new Uri(hop.Url).Authority}\"}}"]);
    }

    [Fact]
    public async Task Every_step_that_takes_time_is_a_histogram_that_adds_up()
    {
        await using var hop = new FakeNextHop();
        await using var server = await StartAsync(hop);
        await SendAllAsync(server);

        var page = await MetricsPage.OfAsync(server);

        foreach (var (step, count) in new[] { ("spool", 4), ("parse", 4), ("judge", 4), ("stamp", 4), ("archive", 2), ("deliver", 2), ("reply", 4) })
        {
            Assert.Equal((step, count), (step, page[$"mslite_step_duration_seconds_count{{step=\"{step}\"}}"]));
            Assert.Equal((step, count), (step, page[$"mslite_step_duration_seconds_bucket{{step=\"{step}\",le=\"+Inf\"}}"]));
            Assert.True(page[$"mslite_step_duration_seconds_sum{{step=\"{step}\"}}"] > 0, step);
        }
    }

    [PromtoolFact]
    public async Task Prometheus_finds_nothing_wrong_with_names_types_and_units()
    {
        await using var hop = new FakeNextHop();
        await using var server = await StartAsync(hop);
        await SendAllAsync(server);

        var verdict = await Promtool.RunAsync((await MetricsPage.OfAsync(server)).Text, "check", "metrics");

        Assert.Equal((0, ""), verdict);
    }

    [Fact]
    public async Task Nothing_that_strangers_send_becomes_a_label()
    {
        await using var hop = new FakeNextHop();
        await using var server = await StartAsync(hop);
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        foreach (var line in new[] { "EHLO stranger.example", "MAIL FROM:<stranger@stranger.example>", "RCPT TO:<stranger@elsewhere.example>", "STRANGER", "RCPT TO:<bob@example.com>" })
        {
            await client.CommandAsync(line);
        }

        var page = await MetricsPage.OfAsync(server);

        Assert.DoesNotContain("strange", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("elsewhere", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningServer.NameOfClients, page.Text, StringComparison.Ordinal);
    }

    private static async Task<RunningServer> StartAsync(FakeNextHop hop)
    {
        var server = await RunningServer.StartAsync([("Delivery", hop.Url)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/users/valid/later");
        server.Tree.Touch("srv/example.com/checks/date");
        return server;
    }

    /// <summary>One delivered, one that the next hop may put off, two refused, one never read.</summary>
    private static async Task SendAllAsync(RunningServer server)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        foreach (var (to, message) in new[] { ("bob", Message), ("later", Message), ("nobody", Message), ("bob", Message.Replace("Date", "X-Date", StringComparison.Ordinal)) })
        {
            await client.SendMessageAsync("ann@example.net", [$"{to}@example.com"], System.Text.Encoding.ASCII.GetBytes(message));
            await client.CommandAsync("RSET");
        }

        await client.CommandAsync("MAIL FROM:<ann@example.net>");
        await client.CommandAsync("RCPT TO:<bob@elsewhere.example>");
    }
}
