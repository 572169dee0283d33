namespace MsLite.Smtp.Tests.Server;

public sealed class TransactionTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Takes_a_whole_message()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        Assert.Equal("250 2.1.0 Sender noted", await client.SayAsync("MAIL FROM:<ann@example.org>"));
        Assert.Equal("250 2.1.5 Recipient noted", await client.SayAsync("RCPT TO:<bob@example.net>"));
        Assert.StartsWith("354 ", await client.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Delivered", await client.SayAsync("Subject: hi\r\n\r\n..dot\r\n."));
        Assert.StartsWith("221 2.0.0 ", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        await client.Server;

        var message = Assert.Single(_server.Sessions.Messages);
        Assert.Equal("ann@example.org", message.From!.ToString());
        Assert.Equal("Subject: hi\r\n\r\n.dot\r\n", message.Text);
        Assert.True(Assert.Single(_server.Sessions.Sessions).Disposed);
    }
}
