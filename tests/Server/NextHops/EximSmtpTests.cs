using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.NextHops;

/// <summary>A real exim behind the program, spoken to by SMTP.</summary>
public sealed class EximSmtpTests
{
    [EximFact]
    public async Task Exim_gets_what_it_wants_and_its_refusals_are_archived()
    {
        await using var exim = new PrivateExim();
        await using var listening = await exim.ListenAsync();
        await using var server = await RunningServer.StartAsync([("Delivery", $"smtp://{exim.EndPoint}")]);
        server.Tree.Touch("srv/example.com/users/valid/*");
        var archive = new ArchiveView(server.Tree);
        var (good, evil) = (OneMessage.Content("good"), "Subject: bad\r\n\r\nEVIL\r\n"u8.ToArray());

        var accepted = await OneMessage.SendAsync(server, good, "bob@example.com");
        var gone = await OneMessage.SendAsync(server, good, "gone@example.com");
        var refused = await OneMessage.SendAsync(server, evil, "bob@example.com");

        Assert.Matches("^250 2.0.0 OK id=.* \\[ref ", accepted.ToString());
        Assert.StartsWith("550 5.1.1 Never heard of [ref ", gone.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1 Evil content [ref ", refused.ToString(), StringComparison.Ordinal);
        var arrived = Assert.Single(await exim.WaitForMessagesAsync(1, TimeSpan.FromSeconds(30)));
        Assert.EndsWith("\n" + OneMessage.WithLf(good), arrived, StringComparison.Ordinal);
        var archived = archive.Read();
        Assert.Equal([good, evil], archived.Select(message => message.Original()));
        Assert.All(archived, message => Assert.Equal("delivery", message.Value("blocker")));
    }
}
