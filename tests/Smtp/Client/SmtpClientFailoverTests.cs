using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>A next hop of two hosts: who gets a message, and that never both do.</summary>
public sealed class SmtpClientFailoverTests : IAsyncDisposable
{
    private readonly FakeNextHop _first = new();
    private readonly FakeNextHop _second = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 5, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_first_host_gets_the_mail_while_it_answers()
    {
        using var pool = Pool(_first.EndPoint, _second.EndPoint);

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);

        Assert.Single(_first.Messages);
        Assert.Equal(0, _second.ConnectionCount);
    }

    [Fact]
    public async Task The_second_host_gets_it_when_nobody_listens_at_the_first()
    {
        using var pool = Pool(new IPEndPoint(IPAddress.Loopback, FreePort.Take()), _second.EndPoint);

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Single(_second.Messages);
    }

    [Theory]
    [InlineData(NextHopStage.Connect, "421 4.3.2 Down")]
    [InlineData(NextHopStage.Connect, "554 5.3.2 Never")]
    [InlineData(NextHopStage.Connect, "drop")]
    [InlineData(NextHopStage.Hello, "451 4.3.0 Ill")]
    public async Task The_second_host_gets_it_when_the_first_turns_us_away(NextHopStage stage, string answer)
    {
        _first.Answer = (at, _) => at == stage ? answer : null;
        using var pool = Pool(_first.EndPoint, _second.EndPoint);

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Single(_second.Messages);
        Assert.Empty(_first.Messages);
    }

    [Fact]
    public async Task The_second_host_gets_it_when_the_first_is_not_ready_in_time()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        _first.Hold = at => at == NextHopStage.Hello && reached.TrySetResult() ? never.Task : Task.CompletedTask;
        using var pool = Pool(SmtpClientLimits.Default with { Opening = TimeSpan.FromSeconds(30) }, _first.EndPoint, _second.EndPoint);

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await reached.Task;
        _clock.Advance(TimeSpan.FromSeconds(28));
        Assert.Equal(0, _second.ConnectionCount);
        _clock.Advance(TimeSpan.FromSeconds(4));

        await Eventually.TrueAsync(() => sending.IsCompleted);
        Assert.True((await sending).IsPositive);
        Assert.Single(_second.Messages);
    }

    [Fact]
    public async Task Whoever_is_ready_may_take_longer_over_the_message()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource();
        _first.Hold = at => at == NextHopStage.Mail && reached.TrySetResult() ? go.Task : Task.CompletedTask;
        using var pool = Pool(SmtpClientLimits.Default with { Opening = TimeSpan.FromSeconds(30) }, _first.EndPoint, _second.EndPoint);

        var sending = pool.SendAsync(ClientWorld.To("bob@example.com"));
        await reached.Task;
        _clock.Advance(TimeSpan.FromMinutes(4));
        go.SetResult();

        Assert.True((await sending).IsPositive);
        Assert.Single(_first.Messages);
    }

    [Fact]
    public async Task A_host_that_was_down_is_asked_again_after_a_minute()
    {
        _first.Answer = (_, _) => "421 4.3.2 Down";
        using var pool = Pool(_first.EndPoint, _second.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _first.Answer = (_, _) => null;
        _second.DropConnections();

        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        Assert.Empty(_first.Messages);

        _second.DropConnections();
        _clock.Advance(TimeSpan.FromSeconds(61));
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        Assert.Single(_first.Messages);
        Assert.Equal(2, _second.Messages.Count);
    }

    [Fact]
    public async Task A_host_that_was_down_is_still_better_than_none()
    {
        _first.Answer = (_, _) => "421 4.3.2 Down";
        using var pool = Pool(_first.EndPoint, _second.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _first.Answer = (_, _) => null;
        _second.Answer = (_, _) => "421 4.3.2 Down";
        _second.DropConnections();

        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Single(_first.Messages);
    }

    [Fact]
    public async Task A_message_whose_answer_got_lost_does_not_go_to_the_second_host()
    {
        _first.DieBeforeContentReply = true;
        using var pool = Pool(_first.EndPoint, _second.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To("bob@example.com"));

        Assert.StartsWith("451 4.4.2", reply.ToString(), StringComparison.Ordinal);
        Assert.Single(_first.Messages);
        Assert.Equal(0, _second.ConnectionCount);
    }

    [Fact]
    public async Task With_all_hosts_down_the_client_keeps_its_mail()
    {
        _first.Answer = (_, _) => "554 5.3.2 Never";
        _second.Answer = (_, _) => "421 4.3.2 Down";
        using var pool = Pool(_first.EndPoint, _second.EndPoint);

        Assert.Equal("451 4.3.2 Down", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
    }

    private SmtpClientPool Pool(params EndPoint[] hosts) => Pool(SmtpClientLimits.Default, hosts);

    private SmtpClientPool Pool(SmtpClientLimits limits, params EndPoint[] hosts) =>
        new(ClientWorld.Options(hosts[0], limits) with { EndPoints = hosts }, _clock, NullLogger.Instance);
}
