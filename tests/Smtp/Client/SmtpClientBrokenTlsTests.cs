using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>Next hops that offer STARTTLS and do not come to it: mail goes in the clear no longer than there is reason to.</summary>
public sealed class SmtpClientBrokenTlsTests
{
    private static readonly (string Expected, string? Answer)[] s_offer =
        [("", "220 hop\r\n"), ("EHLO", "250-hop\r\n250 STARTTLS\r\n"), ("STARTTLS", "220 Go\r\n")];

    private static readonly (string Expected, string? Answer)[] s_plain = [.. s_offer[..2], .. ClientWorldScripts.Plain[2..]];

    /// <summary>Refuses STARTTLS, so that the line shows that it was tried.</summary>
    private static readonly (string Expected, string? Answer)[] s_asked = [.. s_offer[..2], ("STARTTLS", "454 Not now\r\n"), .. ClientWorldScripts.Plain[2..]];

    [Fact]
    public async Task A_caller_who_gives_up_during_the_handshake_has_learnt_nothing_of_TLS()
    {
        await using var hop = new ScriptedHop(s_offer, s_asked);
        using var pool = ClientWorld.Pool(hop.EndPoint);
        using var patience = new CancellationTokenSource();
        var asking = pool.AskAsync(ClientWorld.Address("bob@example.com"), patience.Token);
        await HandshakeAsync(hop);
        await patience.CancelAsync();
        Assert.True((await asking).Reply.IsTransient);

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));

        await TriedAsync(hop, times: 2);
        Assert.Equal("250 Taken", (await sending).ToString());
    }

    [Fact]
    public async Task A_handshake_that_was_broken_off_sends_one_message_in_the_clear()
    {
        await using var hop = new ScriptedHop([.. s_offer, ("", null)], s_plain, s_asked);
        using var pool = ClientWorld.Pool(hop.EndPoint);
        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));

        await TriedAsync(hop, times: 2);
        Assert.Equal("250 Taken", (await sending).ToString());
    }

    [Fact]
    public async Task A_handshake_without_end_keeps_no_mail_back()
    {
        var clock = new ManualClock();
        await using var hop = new ScriptedHop(s_offer, s_plain, s_asked);
        using var pool = ClientWorld.Pool(hop.EndPoint, clock: clock);
        var waiting = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await HandshakeAsync(hop);
        clock.Advance(SmtpClientLimits.Default.Command + TimeSpan.FromSeconds(2));
        Assert.Equal("250 Taken", (await waiting).ToString());

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));

        await TriedAsync(hop, times: 2);
        Assert.Equal("250 Taken", (await sending).ToString());
    }

    [Fact]
    public async Task One_who_cannot_do_TLS_is_spoken_to_in_the_clear_for_ten_minutes()
    {
        var clock = new ManualClock();
        await using var hop = new ScriptedHop([.. s_offer, ("\u0016", "I cannot\r\n")], [.. s_plain, ("", null)], [.. s_plain, ("", null)], s_asked);
        using var pool = ClientWorld.Pool(hop.EndPoint, clock: clock);
        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
        Assert.Single(hop.Lines, "STARTTLS");
        clock.Advance(TimeSpan.FromMinutes(1));

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));

        await TriedAsync(hop, times: 2);
        Assert.Equal("250 Taken", (await sending).ToString());
    }

    /// <summary>What a client says first under TLS has a line feed in it (the extension supported_groups), so it comes as a line.</summary>
    private static Task HandshakeAsync(ScriptedHop hop) => Eventually.TrueAsync(() => hop.Lines.Any(line => line.StartsWith('\u0016')));

    private static Task TriedAsync(ScriptedHop hop, int times) => Eventually.TrueAsync(() => hop.Lines.Count(line => line == "STARTTLS") == times);
}
