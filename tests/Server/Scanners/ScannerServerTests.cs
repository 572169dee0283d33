using System.Text;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.Scanners;

/// <summary>The whole program with real scanners: what they find is refused and archived, and their death costs no message.</summary>
public sealed class ScannerServerTests
{
    private static readonly string s_virus = $"From: Ann <ann@example.net>\r\nSubject: virus\r\n\r\n{PrivateClamd.Eicar}\r\n";

    [ToolFact(PrivateClamd.Program, "swaks")]
    public async Task A_virus_that_swaks_sends_is_refused_and_archived()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Clamav:Server", clamd.Socket)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/clamav");
        var archive = new ArchiveView(server.Tree);
        var message = server.Tree.Touch("virus.eml", s_virus);

        await using var swaks = await ChildProcess.StartAsync(
            "swaks", ["--server", $"{server.Smtp}", "--from", "ann@example.net", "--to", "bob@example.com", "--helo", "mail.example.net", "--data", $"@{message}"]);
        await swaks.WaitForExitAsync();

        Assert.Contains($"550 5.7.1 virus:{PrivateClamd.EicarName} [ref ", swaks.Output, StringComparison.Ordinal);
        var archived = Assert.Single(archive.Read());
        Assert.Equal((archived.Domain, "checks/clamav", $"virus:{PrivateClamd.EicarName}"), ("example.com", archived.Value("blocker"), archived.Value("reason")));
        Assert.Contains(PrivateClamd.Eicar, Encoding.Latin1.GetString(archived.Original()), StringComparison.Ordinal);
        Assert.Empty(server.Tree.Files("mail"));
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task A_virus_at_the_end_of_a_message_that_is_spooled_to_disk_is_found()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Clamav:Server", clamd.Socket)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/clamav");
        var filler = string.Concat(Enumerable.Repeat("0123456789\r\n", 50_000));

        Assert.Equal(250, (await SendAsync(server, $"Subject: large\r\n\r\n{filler}")).Code);
        Assert.Equal(550, (await SendAsync(server, $"Subject: large\r\n\r\n{filler}{PrivateClamd.Eicar}\r\n")).Code);
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task Mail_flows_past_a_clamd_that_is_killed_while_it_hangs_and_is_scanned_again_when_it_is_back()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Clamav:Server", clamd.Address)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/clamav");

        await clamd.Process.SignalAsync("STOP");
        var reply = SendAsync(server, s_virus);
        await clamd.Process.KillAsync();
        Assert.Equal(250, (await reply).Code);
        await server.Process.WaitForOutputAsync(
            log => log.Contains($"clamd at {clamd.Address} cannot be used", StringComparison.Ordinal), TimeSpan.FromSeconds(20));

        await clamd.StartAgainAsync();
        Assert.Equal(550, (await SendAsync(server, s_virus)).Code);
        await server.Process.WaitForOutputAsync(
            log => log.Contains($"clamd at {clamd.Address} answers again", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task A_hanging_clamd_costs_a_message_eight_seconds_and_nothing_else()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Clamav:Server", clamd.Socket)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/all", "note: clamav is part of it\n");
        await clamd.Process.SignalAsync("STOP");
        var started = TimeProvider.System.GetTimestamp();

        var reply = await SendAsync(server, s_virus.Replace("Subject", "Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nSubject", StringComparison.Ordinal));

        Assert.Equal(250, reply.Code);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 7, 20);
        Assert.Single(server.Tree.Files("mail"));
    }

    [ToolFact(PrivateRspamd.Program)]
    public async Task What_rspamd_says_stands_in_the_header_and_what_a_stranger_says_in_its_name_does_not()
    {
        await using var rspamd = await PrivateRspamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Rspamd:Server", rspamd.Address)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/rspamd", "header: yes\n");
        var archive = new ArchiveView(server.Tree);

        Assert.Equal(250, (await SendAsync(server, "X-RSPAMD: no action (-99)\r\nSubject: warm\r\n\r\nhello\r\n")).Code);
        var later = await SendAsync(server, "Subject: later\r\n\r\nhello\r\n");
        var hot = await SendAsync(server, "Subject: hot\r\n\r\nhello\r\n");

        var delivered = server.Tree.Read($"mail/{Assert.Single(server.Tree.Files("mail"))}");
        Assert.Contains("\nX-RSPAMD: add header (7.5); TEST_WARM(7.25), TEST_FACTS(0.25)\n", delivered, StringComparison.Ordinal);
        Assert.DoesNotContain("-99", delivered, StringComparison.Ordinal);
        Assert.StartsWith("451 4.7.1 rspamd: soft reject (0.5) [ref ", $"{later}", StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1 rspamd: reject (20) [ref ", $"{hot}", StringComparison.Ordinal);
        Assert.Equal("rspamd: reject (20)", Assert.Single(archive.Read()).Value("reason"));
    }

    [ToolFact(PrivateSpamd.Program)]
    public async Task What_spamd_calls_spam_is_refused_and_archived()
    {
        await using var spamd = await PrivateSpamd.StartAsync();
        await using var server = await RunningServer.StartAsync([("Spamassassin:Server", spamd.Address)]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        server.Tree.Touch("srv/example.com/checks/spamassassin");
        var archive = new ArchiveView(server.Tree);

        Assert.Equal(250, (await SendAsync(server, "Subject: warm\r\n\r\nhello\r\n")).Code);
        Assert.StartsWith("550 5.7.1 spamassassin: spam (20/5) [ref ", $"{await SendAsync(server, "Subject: hot\r\n\r\nhello\r\n")}", StringComparison.Ordinal);
        Assert.Contains("TEST_HOT", Assert.Single(archive.Read()).Value("trace"), StringComparison.Ordinal);
    }

    private static async Task<SmtpTestReply> SendAsync(RunningServer server, string message)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mail.example.net");
        return await client.SendMessageAsync("ann@example.net", ["bob@example.com"], Encoding.Latin1.GetBytes(message));
    }
}
