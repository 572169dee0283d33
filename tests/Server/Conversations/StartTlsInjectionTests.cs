using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>
/// CVE-2011-0411 and its like: what somebody on the way writes behind STARTTLS in plain text must never be answered inside TLS.
/// Scripts cannot say this, for the server may drop the connection sooner or later.
/// </summary>
public sealed class StartTlsInjectionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("STARTTLS\r\nNOOP\r\n")]
    [InlineData("STARTTLS\r\nEHLO injected.example.net\r\n")]
    [InlineData("STARTTLS\r\nMAIL FROM:<eve@example.net>\r\nRCPT TO:<bob@example.com>\r\n")]
    [InlineData("STARTTLS\r\nRSET\r\nSTARTTLS\r\n")]
    [InlineData("STARTTLS\r\n\r\n")]
    [InlineData("STARTTLS\r\n \0")]
    public async Task Plain_text_behind_STARTTLS_drops_the_connection(string injected)
    {
        await using var client = await GreetedAsync();
        await client.SendAsync(injected);

        Assert.All(await ReadToEndAsync(client), line => Assert.False(line.StartsWith("250", StringComparison.Ordinal), line));
    }

    [Theory]
    [InlineData("NOOP\r\n")]
    [InlineData("EHLO injected.example.net\r\n")]
    public async Task Plain_text_between_the_reply_and_the_handshake_drops_the_connection(string injected)
    {
        await using var client = await GreetedAsync();
        Assert.Equal(220, (await client.CommandAsync("STARTTLS")).Code);
        await client.SendAsync(injected);

        Assert.Empty(await ReadToEndAsync(client));
    }

    [Fact]
    public async Task The_first_reply_inside_answers_the_first_command_inside()
    {
        await using var client = await GreetedAsync();
        await client.StartTlsAsync();

        Assert.Equal("221 2.0.0", (await client.CommandAsync("QUIT")).ToString()[..9]);
        Assert.NotNull(client.ServerCertificate);
    }

    private async Task<SmtpTestClient> GreetedAsync()
    {
        var client = await shared.Server.ConnectAsync();
        await client.SendProxyHeaderAsync(System.Net.IPAddress.Loopback);
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        return client;
    }

    /// <summary>What the server says until it closes. A TLS alert is what it says when plain text comes in place of a handshake.</summary>
    private static async Task<List<string>> ReadToEndAsync(SmtpTestClient client)
    {
        var lines = new List<string>();
        try
        {
            while (await client.ReadLineAsync() is { } line)
            {
                lines.Add(line);
            }
        }
        catch (EndOfStreamException)
        {
            // An alert has no line end.
        }

        return lines;
    }
}
