using MsLite.Harness;

namespace MsLite.Web.Tests.NextHops;

/// <summary>Without PRDR one reply is for all recipients, also where they do not fare alike.</summary>
public sealed class OneReplyTests : IAsyncLifetime
{
    private readonly FakeNextHop _hop = new();
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync([("Delivery", _hop.Url)]);
        _server.Tree.Touch("srv/example.com/users/valid/*");
        _server.Tree.Touch("srv/example.com/checks/greylisting", "delay: 0s\n");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _hop.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_known_to_greylisting_gets_the_message_at_once_and_once_while_another_has_to_wait()
    {
        Assert.Equal(451, (await SendAsync("first", "bob@example.com")).Code);
        Assert.Equal(250, (await SendAsync("first", "bob@example.com")).Code);
        _hop.Reset();

        var wait = await SendAsync("second", "bob@example.com", "eve@example.com");
        Assert.StartsWith("451 4.7.1 Greylisting in effect - please try again later [ref ", wait.ToString(), StringComparison.Ordinal);
        Assert.Equal(["bob@example.com"], Delivered());

        Assert.Equal(250, (await SendAsync("second", "bob@example.com", "eve@example.com")).Code);
        Assert.Equal(["bob@example.com", "eve@example.com"], Delivered());
    }

    [Fact]
    public async Task The_next_hop_may_refuse_one_while_another_has_to_wait_and_each_hears_its_own_in_the_end()
    {
        Assert.Equal(451, (await SendAsync("first", "bob@example.com")).Code);
        _hop.Answer = (stage, text) => stage == NextHopStage.Rcpt && text.Contains("bob", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;

        Assert.Equal(451, (await SendAsync("second", "bob@example.com", "eve@example.com")).Code);
        Assert.Equal(550, (await SendAsync("second", "bob@example.com")).Code);
        Assert.Equal(250, (await SendAsync("second", "eve@example.com")).Code);
        Assert.Equal(["eve@example.com"], Delivered());
    }

    private Task<SmtpTestReply> SendAsync(string subject, params string[] recipients) =>
        OneMessage.SendAsync(_server, OneMessage.Content(subject), recipients);

    private IEnumerable<string> Delivered() => _hop.Messages.Where(message => message.Accepted)
        .SelectMany(message => message.Recipients.Select(recipient => recipient.Address)).Order(StringComparer.Ordinal);
}
