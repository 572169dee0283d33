using System.Net;
using System.Net.Sockets;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>Next hops that break: nothing is lost, nothing is sent twice without need.</summary>
public sealed class SmtpClientFaultTests : IAsyncDisposable
{
    private static readonly byte[] s_large = [.. Enumerable.Repeat("0123456789abcdef0123456789abcdef\r\n"u8.ToArray(), 30_000).SelectMany(line => line)];

    private readonly FakeNextHop _hop = new();

    public ValueTask DisposeAsync() => _hop.DisposeAsync();

    [Fact]
    public async Task Uses_one_connection_for_many_messages()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        }

        Assert.Equal(1, _hop.ConnectionCount);
        Assert.Equal(20, _hop.Messages.Count);
    }

    [Fact]
    public async Task A_connection_that_died_while_unused_costs_nothing()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.DropConnections();
        await Eventually.TrueAsync(() => _hop.OpenConnections == 0);

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Equal(2, _hop.Messages.Count);
        Assert.Equal(2, _hop.ConnectionCount);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("421 4.4.2 Timed out")]
    public async Task A_kept_connection_that_ends_before_the_reply_to_MAIL_is_replaced_once(string answer)
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.Answer = (stage, _) => stage == NextHopStage.Mail && _hop.ConnectionCount == 1 ? answer : null;

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Equal(2, _hop.ConnectionCount);
    }

    [Fact]
    public async Task A_next_hop_that_dies_in_the_middle_of_a_message_is_not_asked_again()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.DieAfterContentBytes = 100_000;

        var reply = await pool.SendAsync(ClientWorld.To(partial: false, s_large, "bob@example.com"));

        Assert.StartsWith("451 4.4.2", reply.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _hop.ConnectionCount);
        Assert.Single(_hop.Messages);
    }

    [Fact]
    public async Task Without_the_final_reply_the_message_is_not_sent_again_and_not_called_delivered()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.DieBeforeContentReply = true;

        var reply = await pool.SendAsync(ClientWorld.To("bob@example.com"));

        Assert.Equal("451 4.4.2 The next hop did not confirm the message, please try again later", reply.ToString());
        Assert.Equal(2, _hop.Messages.Count);
        Assert.Equal(1, _hop.ConnectionCount);
    }

    [Fact]
    public async Task Where_nobody_listens_the_client_is_told_to_come_again()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var pool = ClientWorld.Pool(taken.LocalEndPoint!);

        Assert.StartsWith("451 4.4.1", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_host_by_its_name()
    {
        using var pool = ClientWorld.Pool(new DnsEndPoint("localhost", _hop.EndPoint.Port));
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
    }

    [Theory]
    [InlineData("EHLO", 300)]
    [InlineData("MAIL", 300)]
    [InlineData("DATA", 120)]
    [InlineData(".", 600)]
    public async Task Waits_as_long_as_RFC_5321_asks_and_no_longer(string silentAfter, int seconds)
    {
        var clock = new ManualClock();
        var script = ClientWorldScripts.Plain.TakeWhile(turn => turn.Expected != silentAfter).Append((silentAfter, "")).ToArray();
        await using var hop = new ScriptedHop(script);
        using var pool = ClientWorld.Pool(hop.EndPoint, clock: clock);

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await Eventually.TrueAsync(() => hop.Lines.Any(line => line.StartsWith(silentAfter, StringComparison.Ordinal)));
        clock.Advance(TimeSpan.FromSeconds(seconds - 2));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.StartsWith("451 4.4", (await sending).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_waits_together_end_while_our_own_client_still_waits()
    {
        var clock = new ManualClock();
        await using var hop = new ScriptedHop(ClientWorldScripts.Plain[..3]);
        using var pool = ClientWorld.Pool(hop.EndPoint, SmtpClientLimits.Default with { Command = TimeSpan.FromHours(1) }, clock);

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await Eventually.TrueAsync(() => hop.Lines.Any(line => line.StartsWith("RCPT", StringComparison.Ordinal)));
        clock.Advance(TimeSpan.FromSeconds(479));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => sending.IsCompleted);
        Assert.Equal("451 4.4.2 The connection to the next hop broke, please try again later", (await sending).ToString());
    }

    [Fact]
    public async Task A_message_waits_for_a_connection_only_so_long()
    {
        var clock = new ManualClock();
        await using var hop = new ScriptedHop([("", "220 hop\r\n"), ("EHLO", "")]);
        using var pool = ClientWorld.Pool(hop.EndPoint, SmtpClientLimits.Default with { MaxConnections = 1 }, clock);

        var first = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await Eventually.TrueAsync(() => hop.Lines.Length == 1);
        var second = pool.SendAsync(ClientWorld.To("bob@example.com"));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.StartsWith("451 4.3.2", (await second).ToString(), StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task Never_has_more_connections_than_allowed()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint, SmtpClientLimits.Default with { MaxConnections = 3 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => pool.SendAsync(ClientWorld.To("bob@example.com"))));

        Assert.All(replies, reply => Assert.True(reply.IsPositive));
        Assert.InRange(_hop.ConnectionCount, 1, 3);
        Assert.Equal(200, _hop.Messages.Count);
    }

    [Fact]
    public async Task Closes_what_nobody_uses()
    {
        var clock = new ManualClock();
        using var pool = ClientWorld.Pool(_hop.EndPoint, clock: clock);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(1, _hop.OpenConnections);
        clock.Advance(TimeSpan.FromSeconds(3));

        await Eventually.TrueAsync(() => _hop.OpenConnections == 0);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_an_answer_at_once()
    {
        await using var hop = new ScriptedHop([("", "220 hop\r\n"), ("EHLO", "250 hop\r\n"), ("MAIL", "")]);
        using var pool = ClientWorld.Pool(hop.EndPoint);
        using var patience = new CancellationTokenSource();

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"), patience.Token);
        await Eventually.TrueAsync(() => hop.Lines.Any(line => line.StartsWith("MAIL", StringComparison.Ordinal)));
        await patience.CancelAsync();

        Assert.True((await sending).Replies[0].IsTransient);
    }

    [Fact]
    public async Task Once_the_message_is_sent_only_the_reply_counts_even_when_the_caller_gives_up()
    {
        using var patience = new CancellationTokenSource();
        _hop.Answer = (stage, _) =>
        {
            if (stage == NextHopStage.Content)
            {
                patience.Cancel();
            }

            return null;
        };
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var result = await pool.SendAsync(ClientWorld.To("bob@example.com"), patience.Token);

        Assert.True(result.Replies[0].IsPositive);
        Assert.True(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Hears_why_the_next_hop_stopped_taking_the_message()
    {
        await using var hop = new ScriptedHop(
            [.. ClientWorldScripts.Plain.TakeWhile(turn => turn.Expected != "."), ("0123", "552 5.3.4 Too large\r\n"), ("5123", null)]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To(partial: false, s_large, "bob@example.com"));

        // Whether the words or the reset come first is the kernel's choice; a promise must not come of it.
        Assert.True(reply.ToString() == "552 5.3.4 Too large" || reply.IsTransient, reply.ToString());
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_leaves_nothing_at_the_next_hop()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        var broken = new SmtpClientTransaction
        {
            ReturnPath = null,
            Parameters = MailParameters.None,
            Recipients = [new(ClientWorld.Address("bob@example.com"), RcptParameters.None)],
            Content = new BytesSource(s_large, 1000) { Before = at => throw new IOException("the disk is broken") },
        };

        Assert.Equal("451 4.3.0 Temporary failure, please try again later", (await pool.SendAsync(broken)).ToString());
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Single(_hop.Messages);
    }

    [Fact]
    public async Task Passes_no_bare_line_feed_to_the_next_hop()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To(partial: false, "Subject: x\r\n\r\na\n.\r\nMAIL FROM:<>\r\n"u8.ToArray(), "bob@example.com"));

        Assert.StartsWith("554 5.6.11", reply.ToString(), StringComparison.Ordinal);
        Assert.Empty(_hop.Messages);
    }
}
