using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Silence;

/// <summary>DNS takes every question and answers none, and everything that asks DNS is switched on: mail comes through all the same, in time.</summary>
public sealed class SilentDnsTests
{
    /// <summary>The checks' deadline of 8 s, and much more than a busy machine needs besides.</summary>
    private static readonly TimeSpan s_mostForAMessage = TimeSpan.FromSeconds(8 + 20);

    [Fact]
    public async Task A_message_is_delivered_within_the_deadline()
    {
        await using var server = await StartAsync();

        await DeliverAsync(server, number: 1);

        Assert.Equal(1, Delivered(server));
        Assert.False(Archived(server));
        Assert.True(server.Dns.Questions > 0);
    }

    [Fact]
    public async Task Many_messages_at_once_are_delivered_within_the_deadline_and_none_waits_for_another()
    {
        await using var server = await StartAsync();

        await Task.WhenAll(Enumerable.Range(1, 40).Select(number => DeliverAsync(server, number)));

        Assert.Equal(40, Delivered(server));
        Assert.False(Archived(server));
    }

    [Fact]
    public async Task A_name_server_that_is_back_is_believed_again()
    {
        await using var server = await StartAsync();
        await DeliverAsync(server, number: 1);

        server.Dns.Silent = false;
        server.Dns.Data.Add("sender2.example", MsLite.Mail.Dns.DnsType.Txt, "v=spf1 -all");
        var reply = await SendAsync(server, number: 2);

        Assert.StartsWith("550 5.7.1 SPF failure ann@sender2.example - fail - ", $"{reply}", StringComparison.Ordinal);
        Assert.True(Archived(server));
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(dns: new NameServer { Silent = true, NameOfClients = RunningServer.NameOfClients });
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/all");
        server.Tree.Touch("srv/example.com/checks/dmarc");
        server.Tree.Touch("srv/example.com/zones", "one.example\ntwo.example\n");
        server.Tree.Touch("srv/example.com/blacklisted/hosts/unknown");
        server.Tree.Touch("srv/_global_/blacklisted/tld/unknown");
        return server;
    }

    private static async Task DeliverAsync(RunningServer server, int number)
    {
        var clock = Stopwatch.StartNew();
        var reply = await SendAsync(server, number);

        Assert.StartsWith("250 2.0.0 ", $"{reply}", StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_mostForAMessage);
    }

    /// <summary>Client, sender and signer of each message are its own, so that no question was asked before.</summary>
    private static async Task<SmtpTestReply> SendAsync(RunningServer server, int number)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"sender{number}.example");
        var message = $"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=key; c=relaxed/relaxed; h=from; bh=g3zLYH4xKxcPrHOD18z9YfpQcnk/GaJedfustWU5uGs=; b=AAAA\r\n"
            + $"Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: Ann <ann@{domain}>\r\nSubject: hello\r\n\r\nHello Bob.\r\n";
        await using var client = await server.ConnectAsync();
        client.ReplyLimit = s_mostForAMessage;
        await client.SendProxyHeaderAsync(new IPAddress([192, 0, 2, (byte)number]));
        await client.ReadReplyAsync();
        await client.CommandAsync($"EHLO mail.{domain}");
        return await client.SendMessageAsync($"ann@{domain}", ["bob@example.com"], Encoding.ASCII.GetBytes(message));
    }

    private static int Delivered(RunningServer server) => Directory.GetFiles(server.Tree.Path("mail/example.com/bob/Maildir/new")).Length;

    private static bool Archived(RunningServer server) =>
        Directory.EnumerateFiles(server.Tree.Path("spam"), "index", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 0);
}
