using System.Text;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Who looks on is told each answer once, in order, and never what a client wrote where no command was expected.</summary>
public sealed class LookOnTests
{
    [Fact]
    public async Task Every_answer_is_told_the_engines_own_included()
    {
        using var server = new InMemoryServer();
        var client = server.Connect();
        await client.GreetAsync();
        foreach (var line in new[] { "MAIL FROM:<ann@example.org>", "MAIL FROM:<ann@example.org>", "RCPT TO:<bob", "RCPT TO:<bob@example.net>", "AUTH PLAIN AGFubgBzZWNyZXQ=", "secret words", "NOOP", "DATA", "Subject: x\r\n\r\nx\r\n.", "QUIT" })
        {
            await client.SayAsync(line);
        }

        await client.Server;

        Assert.Equal(
            ["EHLO 250", "MAIL 250", "MAIL 503", "RCPT 501", "RCPT 250", "? 502", "? 500", "NOOP 250", "DATA 354", "DATA 250", "QUIT 221"],
            server.Sessions.Told);
    }

    [Fact]
    public async Task The_step_into_TLS_is_told()
    {
        using var certificate = SelfSignedCertificate.Create("mx.example.net", TimeProvider.System);
        await using var server = await KestrelServer.StartAsync(options => options.Certificate = () => SelfSignedCertificate.Context(certificate));
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.org");
        await client.StartTlsAsync();
        await client.CommandAsync("EHLO client.example.org");
        await client.SendMessageAsync("ann@example.org", ["bob@example.net"], Encoding.ASCII.GetBytes("\r\nx\r\n"));

        Assert.Equal(["EHLO 250", "STARTTLS 220", "EHLO 250", "MAIL 250", "RCPT 250", "DATA 354", "DATA 250"], server.Sessions.Told);
    }

    [Fact]
    public async Task A_client_that_gets_no_session_is_told()
    {
        using var server = new InMemoryServer(options => options.MaxConnectionsPerClient = 1);
        await server.Connect().GreetAsync();
        await server.Connect().RestAsync();

        Assert.Equal(["EHLO 250", "turned away 421"], server.Sessions.Told);
    }

    [Fact]
    public async Task An_end_that_answers_no_command_is_told_as_such()
    {
        using var server = new InMemoryServer();
        var client = server.Connect();
        await client.GreetAsync();
        await server.UntilClosedAsync(client, TimeSpan.FromMinutes(1));

        Assert.Equal(["EHLO 250", " 421"], server.Sessions.Told);
    }
}
