using MsLite.Harness;

namespace MsLite.Smtp.Tests.Client;

/// <summary>What the next hop says is what the recipients hear.</summary>
public sealed class SmtpClientReplyTests : IAsyncDisposable
{
    private readonly FakeNextHop _hop = new();

    public ValueTask DisposeAsync() => _hop.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Passes_the_next_hops_words_on(bool pipelining)
    {
        Offer(pipelining);
        _hop.Answer = (stage, _) => stage == NextHopStage.Content ? "250 2.0.0 Queued as 4711" : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To("bob@example.com"));

        Assert.Equal("250 2.0.0 Queued as 4711", reply.ToString());
        var message = Assert.Single(_hop.Messages);
        Assert.Equal(ClientWorld.Message, message.Content);
        Assert.Equal("ann@example.net", message.From);
        Assert.Equal($"SIZE={ClientWorld.Message.Length}", message.MailParameters);
    }

    [Theory]
    [CombinatorialStages]
    public async Task Passes_a_refusal_on_at_whatever_stage_it_comes(NextHopStage stage, bool pipelining, string refusal)
    {
        Offer(pipelining);
        _hop.Answer = (at, _) => at == stage ? refusal : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.Answer = (_, _) => null;
        var next = await pool.SendAsync(ClientWorld.To("eve@example.com"));

        Assert.Equal(refusal, reply.ToString());
        Assert.True(next.IsPositive, next.ToString());
        Assert.Equal("eve@example.com", Assert.Single(_hop.Messages, message => message.Accepted).Recipients[0].Address);

        // This next hop takes DATA even without a sender; then only leaving helps (RFC 2920 §3.1 knows no other way).
        Assert.Equal(stage == NextHopStage.Mail && pipelining ? 2 : 1, _hop.ConnectionCount);
    }

    [Theory]
    [InlineData(NextHopStage.Connect, "554 5.7.1 Go away", "451 4.3.0")]
    [InlineData(NextHopStage.Connect, "421 4.3.2 Not now", "451 4.3.2")]
    [InlineData(NextHopStage.Connect, "SSH-2.0-OpenSSH", "451 4.3.0")]
    [InlineData(NextHopStage.Hello, "550 No", "451 4.3.0")]
    [InlineData(NextHopStage.Hello, "drop", "451 4.4.1")]
    [InlineData(NextHopStage.Mail, "421 4.3.2 Closing", "451 4.3.2 Closing")]
    [InlineData(NextHopStage.Rcpt, "421 4.3.2 Closing", "451 4.3.2 Closing")]
    [InlineData(NextHopStage.Data, "421 4.3.2 Closing", "451 4.3.2 Closing")]
    [InlineData(NextHopStage.Content, "421 4.3.2 Closing", "451 4.3.2 Closing")]
    [InlineData(NextHopStage.Mail, "354 What?", "451 4.3.0")]
    [InlineData(NextHopStage.Rcpt, "nonsense", "451 4.3.0")]
    [InlineData(NextHopStage.Data, "250 Ok", "451 4.3.0")]
    [InlineData(NextHopStage.Content, "354 Go on", "451 4.3.0")]
    [InlineData(NextHopStage.Mail, "drop", "451 4.4.2")]
    [InlineData(NextHopStage.Rcpt, "drop", "451 4.4.2")]
    [InlineData(NextHopStage.Data, "drop", "451 4.4.2")]
    [InlineData(NextHopStage.Content, "drop", "451 4.4.2")]
    public async Task What_is_no_answer_leaves_the_message_with_the_client(NextHopStage stage, string answer, string reply)
    {
        _hop.Answer = (at, _) => at == stage ? answer : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        Assert.StartsWith(reply, (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString(), StringComparison.Ordinal);

        _hop.Answer = (_, _) => null;
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sends_to_nobody_when_the_recipients_are_answered_differently(bool pipelining)
    {
        Offer(pipelining);
        _hop.Answer = (stage, argument) =>
            stage == NextHopStage.Rcpt && argument.Contains("gone", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var result = await pool.SendAsync(ClientWorld.To("bob@example.com", "gone@example.com"), CancellationToken.None);
        var next = await pool.SendAsync(ClientWorld.To("bob@example.com"));

        Assert.True(result.IsSplit);
        Assert.Equal([250, 550], result.Replies.Select(reply => reply.Code));
        Assert.True(next.IsPositive);
        Assert.Equal("bob@example.com", Assert.Single(Assert.Single(_hop.Messages).Recipients).Address);
        Assert.Equal(1, _hop.ConnectionCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sends_to_the_accepted_ones_when_that_is_wanted(bool pipelining)
    {
        Offer(pipelining);
        _hop.Answer = (stage, argument) =>
            stage == NextHopStage.Rcpt && argument.Contains("gone", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var result = await pool.SendAsync(
            ClientWorld.To(partial: true, ClientWorld.Message, "gone@example.com", "bob@example.com"), CancellationToken.None);

        Assert.False(result.IsSplit);
        Assert.Equal(["550 5.1.1 Gone", "250 2.0.0 Queued by the next hop"], result.Replies.Select(reply => reply.ToString()));
        Assert.Equal("bob@example.com", Assert.Single(Assert.Single(_hop.Messages).Recipients).Address);
    }

    [Fact]
    public async Task Ends_with_a_single_dot_when_DATA_is_taken_though_no_recipient_was()
    {
        _hop.Answer = (stage, _) => stage switch { NextHopStage.Rcpt => "550 5.1.1 Gone", NextHopStage.Data => "354 Go ahead", _ => null };
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To("gone@example.com"));

        Assert.Equal("550 5.1.1 Gone", reply.ToString());
        Assert.Empty(Assert.Single(_hop.Messages).Content);
    }

    [Fact]
    public async Task Takes_a_hundred_and_more_recipients()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        var recipients = Enumerable.Range(0, 250).Select(i => $"user{i}@example.com").ToArray();

        var result = await pool.SendAsync(ClientWorld.To(recipients), CancellationToken.None);

        Assert.All(result.Replies, reply => Assert.True(reply.IsPositive));
        Assert.Equal(recipients, Assert.Single(_hop.Messages).Recipients.Select(recipient => recipient.Address));
    }

    [Fact]
    public async Task An_old_too_many_recipients_is_no_refusal_for_good()
    {
        _hop.Answer = (stage, _) => stage == NextHopStage.Rcpt ? "552 5.5.3 Too many" : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var result = await pool.SendAsync(ClientWorld.To("a@example.com", "b@example.com"), CancellationToken.None);

        Assert.All(result.Replies, reply => Assert.Equal("452 4.5.3 Too many", reply.ToString()));
    }

    [Fact]
    public async Task Says_HELO_to_one_who_knows_no_EHLO()
    {
        _hop.Answer = (stage, _) => stage == NextHopStage.Hello && _hop.Messages.Count == 0 && !_sawHello ? Once("502 5.5.1 What?") : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Equal("", Assert.Single(_hop.Messages).MailParameters);
    }

    private bool _sawHello;

    private string Once(string answer)
    {
        _sawHello = true;
        return answer;
    }

    private void Offer(bool pipelining) =>
        _hop.Extensions = [.. FakeNextHop.DefaultExtensions.Where(keyword => pipelining || keyword != "PIPELINING")];

    private sealed class CombinatorialStagesAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
            from stage in new[] { NextHopStage.Mail, NextHopStage.Rcpt, NextHopStage.Data, NextHopStage.Content }
            from pipelining in new[] { true, false }
            from refusal in new[] { "550 5.7.1 Not wanted here", "451 4.3.0 Come again", "554 Without a status" }
            select new object[] { stage, pipelining, refusal };
    }
}
