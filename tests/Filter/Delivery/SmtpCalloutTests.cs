using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Tests.Delivery;

public sealed class SmtpCalloutTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FakeNextHop _hop = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly SmtpClientPool _pool;
    private readonly SmtpCallout _callout;
    private string? _answer;

    public SmtpCalloutTests()
    {
        _pool = new SmtpClientPool(new SmtpClientOptions { EndPoints = [_hop.EndPoint], HelloName = "filter.test" }, _clock, NullLogger.Instance);
        _callout = new SmtpCallout(_pool, _clock);
        _hop.Answer = (stage, argument) =>
        {
            if (stage != NextHopStage.Rcpt)
            {
                return null;
            }

            _asked.Enqueue(argument);
            return _answer;
        };
    }

    public async ValueTask DisposeAsync()
    {
        _pool.Dispose();
        await _hop.DisposeAsync();
    }

    [Fact]
    public async Task A_recipient_that_was_accepted_is_not_asked_about_for_hours()
    {
        Assert.Equal(new Callout(CalloutResult.Accepted, "250 2.1.5 Ok"), await AskAsync("bob@example.com"));
        _answer = "550 5.1.1 Gone";
        _clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(CalloutResult.Accepted, (await AskAsync("bob@example.com")).Result);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CalloutResult.Refused, (await AskAsync("bob@example.com")).Result);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_recipient_that_was_refused_is_asked_about_again_soon()
    {
        _answer = "550 5.1.1 Gone";
        Assert.Equal(new Callout(CalloutResult.Refused, "550 5.1.1 Gone"), await AskAsync("bob@example.com"));
        _answer = null;
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(CalloutResult.Refused, (await AskAsync("bob@example.com")).Result);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CalloutResult.Accepted, (await AskAsync("bob@example.com")).Result);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_transient_answer_leaves_it_open_and_is_not_remembered()
    {
        _answer = "450 4.2.1 Later";
        Assert.Equal(new Callout(CalloutResult.Open, "450 4.2.1 Later"), await AskAsync("bob@example.com"));
        Assert.Equal(CalloutResult.Open, (await AskAsync("bob@example.com")).Result);
        _answer = null;
        Assert.Equal(CalloutResult.Accepted, (await AskAsync("bob@example.com")).Result);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_left_alone_for_half_a_minute()
    {
        _answer = "drop";
        Assert.Equal(CalloutResult.Open, (await AskAsync("bob@example.com")).Result);
        _answer = null;
        Assert.Equal(new Callout(CalloutResult.Open, "it did not answer within the last 30 s"), await AskAsync("eve@example.com"));
        Assert.Single(_asked);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(CalloutResult.Accepted, (await AskAsync("bob@example.com")).Result);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_ten_seconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        _hop.Hold = stage =>
        {
            asked.TrySetResult();
            return stage == NextHopStage.Rcpt ? never.Task : Task.CompletedTask;
        };

        var answer = AskAsync("bob@example.com");
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CalloutResult.Open, (await answer).Result);
        never.SetResult();
    }

    [Fact]
    public async Task An_earlier_yes_does_not_outlive_a_refusal_of_mail()
    {
        await AskAsync("bob@example.com");
        _callout.Forget(PolicyWorld.Address("bob@example.com"));
        _answer = "550 5.1.1 Gone";
        Assert.Equal(CalloutResult.Refused, (await AskAsync("bob@example.com")).Result);
    }

    [Fact]
    public async Task Two_spellings_may_be_two_people()
    {
        await AskAsync("ann@example.com");
        await AskAsync("Ann@example.com");
        Assert.Equal(["TO:<ann@example.com>", "TO:<Ann@example.com>"], _asked);
    }

    private async Task<Callout> AskAsync(string recipient) => await _callout.AskAsync(PolicyWorld.Address(recipient), CancellationToken.None);
}
