using System.Security.Cryptography.X509Certificates;
using System.Text;
using MsLite.Harness;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>From plain text into TLS, on real sockets (RFC 3207).</summary>
public sealed class StartTlsTests
{
    private static readonly X509Certificate2 s_certificate = SelfSignedCertificate.Create("mx.example.net", TimeProvider.System);

    [Fact]
    public async Task Mail_goes_through_TLS_and_nothing_said_before_counts()
    {
        await using var server = await StartAsync();
        await using var client = await GreetAsync(server);
        await client.CommandAsync("MAIL FROM:<eve@example.org>");
        Assert.Equal("220 2.0.0 Ready to start TLS", (await client.StartTlsAsync()).ToString());
        Assert.Equal(503, (await client.CommandAsync("MAIL FROM:<ann@example.org>")).Code);

        var hello = await client.CommandAsync("EHLO client.example.org");
        Assert.DoesNotContain("STARTTLS", hello.ToString(), StringComparison.Ordinal);
        Assert.Equal(503, (await client.CommandAsync("STARTTLS")).Code);
        var reply = await client.SendMessageAsync("ann@example.org", ["bob@example.net"], Encoding.ASCII.GetBytes("Subject: x\r\n\r\n.dot\r\n"));
        Assert.Equal("250 2.0.0 Delivered", reply.ToString());
        Assert.Equal(221, (await client.CommandAsync("QUIT")).Code);

        Assert.Equal("Subject: x\r\n\r\n.dot\r\n", Assert.Single(server.Sessions.Messages).Text);
        var host = Assert.Single(server.Sessions.Sessions).Client;
        Assert.StartsWith("TLSv1.", host.Tls, StringComparison.Ordinal);
        Assert.Contains("_", host.Tls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_goes_through_TLS()
    {
        await using var server = await StartAsync();
        await using var client = await GreetAsync(server);
        await client.StartTlsAsync();
        await client.CommandAsync("EHLO client.example.org");
        var text = "\r\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $".line {i}\r\n"));
        Assert.Equal(250, (await client.SendMessageAsync("", ["bob@example.net"], Encoding.ASCII.GetBytes(text))).Code);
        Assert.Equal(text, Assert.Single(server.Sessions.Messages).Text);
    }

    [Theory]
    [InlineData("STARTTLS\r\nNOOP\r\n")]
    [InlineData("STARTTLS\r\nEHLO injected.example.org\r\n")]
    [InlineData("STARTTLS\r\nMAIL FROM:<eve@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n")]
    [InlineData("STARTTLS\r\nN")]
    public async Task Plain_text_behind_STARTTLS_drops_the_connection(string injection)
    {
        await using var server = await StartAsync();
        await using var client = await GreetAsync(server);
        var calls = server.Sessions.Calls.Count;
        await client.SendAsync(injection);
        Assert.Equal("421 4.7.0 Commands must not follow STARTTLS in plain text", (await client.ReadReplyAsync()).ToString());
        Assert.Null(await client.ReadLineAsync());
        Assert.DoesNotContain(server.Sessions.Calls.Skip(calls), call => call != "CLOSED");
    }

    [Fact]
    public async Task Plain_text_in_the_place_of_the_handshake_drops_the_connection()
    {
        await using var server = await StartAsync();
        await using var client = await GreetAsync(server);
        Assert.Equal(220, (await client.CommandAsync("STARTTLS")).Code);
        await client.SendAsync("EHLO injected.example.org\r\n");
        await DrainAsync(client);
        Assert.DoesNotContain(server.Sessions.Calls, call => call.Contains("injected", StringComparison.Ordinal));
        await using var other = await GreetAsync(server);
        Assert.Equal(250, (await other.CommandAsync("NOOP")).Code);
    }

    [Fact]
    public async Task Without_a_certificate_it_is_not_offered()
    {
        await using var server = await KestrelServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        Assert.DoesNotContain("STARTTLS", (await client.CommandAsync("EHLO c")).ToString(), StringComparison.Ordinal);
        Assert.Equal("454 4.7.0 TLS is not available at the moment", (await client.CommandAsync("STARTTLS")).ToString());
    }

    [Fact]
    public async Task The_certificate_may_change_while_the_server_runs()
    {
        using var renewed = SelfSignedCertificate.Create("renewed.example.net", TimeProvider.System);
        var current = s_certificate;
        await using var server = await KestrelServer.StartAsync(options => options.Certificate = () => SelfSignedCertificate.Context(current));
        foreach (var certificate in new[] { s_certificate, renewed })
        {
            current = certificate;
            await using var client = await GreetAsync(server);
            await client.StartTlsAsync();
            Assert.Equal(certificate.GetCertHashString(), client.ServerCertificate!.GetCertHashString());
        }
    }

    [Fact]
    public async Task A_silent_client_is_told_so_inside_TLS()
    {
        await using var server = await StartAsync(limits => limits with { Command = TimeSpan.FromSeconds(1) });
        await using var client = await GreetAsync(server);
        await client.StartTlsAsync();
        Assert.Equal("421 4.4.2 Waited too long, closing the connection", (await client.ReadReplyAsync()).ToString());
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_ends_the_session()
    {
        await using var server = await StartAsync(limits => limits with { Handshake = TimeSpan.FromSeconds(1) });
        await using var client = await GreetAsync(server);
        await client.CommandAsync("STARTTLS");
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task When_the_program_ends_it_is_said_inside_TLS()
    {
        await using var server = await StartAsync();
        await using var client = await GreetAsync(server);
        await client.StartTlsAsync();
        await client.CommandAsync("EHLO client.example.org");
        var stopping = server.StopAsync();
        Assert.Equal("421 4.3.2 Shutting down, please try again later", (await client.ReadReplyAsync()).ToString());
        await stopping;
    }

    [SharedDataFact]
    public async Task Command_injection_tester()
    {
        foreach (var test in SharedSuite.Cases("smtp/starttls-injection.json"))
        {
            await using var server = await StartAsync();
            await using var client = await server.ConnectAsync();
            await client.ReadReplyAsync();
            foreach (var write in test.GetProperty("plain").EnumerateArray())
            {
                await client.SendAsync(write.GetString()!);
            }

            // The 421 comes last, and in plain text: nothing that was injected is ever answered, inside TLS or out of it.
            var lines = await DrainAsync(client);
            Assert.StartsWith("421 4.7.0 ", lines[^1], StringComparison.Ordinal);
            Assert.DoesNotContain(server.Sessions.Calls, call => call.Contains("injection", StringComparison.Ordinal));
        }
    }

    private static Task<KestrelServer> StartAsync(Func<SmtpLimits, SmtpLimits>? limits = null) => KestrelServer.StartAsync(options =>
    {
        options.Certificate = () => SelfSignedCertificate.Context(s_certificate);
        options.Limits = limits?.Invoke(options.Limits) ?? options.Limits;
    });

    private static async Task<SmtpTestClient> GreetAsync(KestrelServer server)
    {
        var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        Assert.Contains("STARTTLS", (await client.CommandAsync("EHLO client.example.org")).ToString(), StringComparison.Ordinal);
        return client;
    }

    private static async Task<IReadOnlyList<string>> DrainAsync(SmtpTestClient client)
    {
        var lines = new List<string>();
        while (await client.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
