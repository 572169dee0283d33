using MsLite.Filter.Delivery;
using MsLite.Harness;
using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Tests.Delivery;

/// <summary>A program that runs as another user cannot be stopped by us. It may stay; the message's client must not stay with it.</summary>
public sealed class BsmtpProgramTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly DeliveryWorld _world = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("cat >/dev/null", true)]
    public async Task One_that_cannot_be_stopped_is_left_alone(string read, bool isWhole)
    {
        var running = RunAsync(read, CancellationToken.None);
        await UntilAsync(() => _world.Tree.Exists("read"));
        _clock.Advance(s_limit);

        var run = await EndAsync(running);

        Assert.StartsWith("451 4.3.0", run.Reply(out _).ToString(), StringComparison.Ordinal);
        Assert.Equal((isWhole, "it could not be stopped"), (run.IsWhole, run.Cause));
    }

    [Fact]
    public async Task Whoever_gives_up_need_not_wait_for_one_that_cannot_be_stopped()
    {
        using var patience = new CancellationTokenSource();
        var running = RunAsync("", patience.Token);
        await patience.CancelAsync();

        var run = await EndAsync(running);

        Assert.StartsWith("451 4.3.0", run.Reply(out _).ToString(), StringComparison.Ordinal);
        Assert.False(run.IsLate);
    }

    private async Task<BsmtpRun> EndAsync(Task<BsmtpRun> running)
    {
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        });
        return await running;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Runs a program that reads as it is told, and ends when the test does.</summary>
    private Task<BsmtpRun> RunAsync(string read, CancellationToken ct)
    {
        var held = _world.Tree.Touch("held");
        var path = _world.Tree.Touch("rsmtp", $"#!/bin/sh\n{read}\ntouch {_world.Tree.Path("read")}\nwhile [ -e {held} ]; do sleep 0.1; done\n");
        _world.Tree.Permit("rsmtp", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var transaction = new SmtpClientTransaction
        {
            ReturnPath = null,
            Parameters = MailParameters.None,
            Recipients = [new(PolicyWorld.Address("bob@example.com"), RcptParameters.None)],
            Content = new LongMessage(),
        };
        return new BsmtpProgram(path, DeliveryWorld.Hostname, s_limit, _clock) { Kill = _ => { } }.RunAsync(transaction, ct);
    }

    /// <summary>More than a pipe holds.</summary>
    private sealed class LongMessage : IMessageSource
    {
        private static readonly byte[] s_line = [.. Enumerable.Repeat((byte)'x', 998), (byte)'\r', (byte)'\n'];

        public long Length => 1000 * s_line.Length;

        public async ValueTask CopyToAsync(IMessageSink destination, CancellationToken ct)
        {
            for (var i = 0; i < 1000; i++)
            {
                await destination.WriteAsync(s_line, ct);
            }
        }
    }
}
