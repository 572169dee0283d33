using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Metrics;

public sealed class OtlpTests
{
    private const string Message = "Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: x\r\n\r\nBody\r\n";

    [Fact]
    public async Task A_collector_gets_a_span_for_each_message_with_its_steps_below_and_the_metrics()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync([("Otlp:Endpoint", collector.Endpoint)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        await SendAsync(server, "bob@example.com");
        await SendAsync(server, "nobody@example.com");

        await server.StopAsync();

        var messages = collector.Spans.Where(span => span.Name == "message").ToList();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message => Assert.Empty(message.Parent));
        Assert.Equal(["parse", "judge", "stamp", "deliver", "reply", "spool"], Below(collector, messages[0]).OrderBy(Place).ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(["parse", "judge", "stamp", "archive", "reply", "spool"], Below(collector, messages[1]).OrderBy(Place).ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(["mslite.cause", "mslite.fate", "mslite.recipients", "mslite.reference", "mslite.session", "mslite.size"], messages[0].Attributes.Order(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string> { "mslite.messages", "mslite.step.duration", "mslite.smtp.connections", "mslite.disk.free" }, collector.Metrics.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_collector_that_is_not_there_holds_nobody_up()
    {
        await using var server = await RunningServer.StartAsync([("Otlp:Endpoint", $"http://127.0.0.1:{FreePort.Take()}")]);
        server.Tree.Touch("srv/example.com/users/valid/bob");

        await SendAsync(server, "bob@example.com");
        await server.StopAsync(TimeSpan.FromSeconds(25));

        Assert.Single(server.Tree.Files("mail/example.com/bob/Maildir/new"));
        Assert.Equal(0, server.Process.ExitCode);
    }

    private static int Place(string step) => step switch { "parse" => 0, "judge" => 1, "stamp" => 2, "archive" or "deliver" => 3, "reply" => 4, _ => 5 };

    /// <summary>The steps of one message: a stamp is made where the delivery needs it.</summary>
    private static IEnumerable<string> Below(OtlpReceiver collector, OtlpSpan message)
    {
        Assert.All(collector.Spans.Where(span => span.Trace == message.Trace && span.Name is not ("message" or "stamp")), span => Assert.Equal(message.Id, span.Parent));
        return collector.Spans.Where(span => span.Trace == message.Trace && span != message).Select(span => span.Name);
    }

    private static async Task SendAsync(RunningServer server, string to)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        await client.SendMessageAsync("ann@example.net", [to], Encoding.ASCII.GetBytes(Message));
    }
}
