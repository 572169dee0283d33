using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>A client that is too slow is told so, and does not hold its session for ever. Time is a clock that only the test moves.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly string s_line = new string('x', 998) + "\r\n";

    private readonly InMemoryServer _server = new();

    private static SmtpLimits Limits => SmtpLimits.Default;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_client_that_says_nothing_is_sent_away_after_five_minutes()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromSeconds(50));
        Assert.True(taken >= Limits.Command, $"It was sent away after {taken}.");
        Assert.Equal(["421 4.4.2 Waited too long, closing the connection"], await client.RestAsync());
    }

    [Fact]
    public async Task The_clock_runs_for_the_whole_line_and_a_byte_now_and_then_does_not_stop_it()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromSeconds(50), () => client.TrySendAsync("N"));
        Assert.True(taken >= Limits.Command, $"It was sent away after {taken}.");
        Assert.Equal(["421 4.4.2 Waited too long, closing the connection"], await client.RestAsync());
    }

    [Fact]
    public async Task A_command_in_time_starts_the_clock_anew()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        for (var i = 0; i < 5; i++)
        {
            _server.Advance(Limits.Command - (2 * s_second));
            Assert.StartsWith("250 ", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_that_stops_is_given_three_minutes()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        await client.SendAsync("Subject: x\r\n");
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromSeconds(30));
        Assert.True(taken >= Limits.DataBlock, $"It was cut off after {taken}.");
        Assert.Equal(["421 4.4.2 Waited too long, closing the connection"], await client.RestAsync());
        Assert.Empty(_server.Sessions.Messages);
    }

    [Fact]
    public async Task A_message_that_trickles_is_cut_off()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        var taken = await _server.UntilClosedAsync(client, 10 * s_second, () => client.TrySendAsync("x"));
        Assert.True(taken >= Limits.DataRateGrace, $"It was cut off after {taken}.");
        Assert.Equal(["421 4.4.2 Data comes too slowly, closing the connection"], await client.RestAsync());
    }

    [Fact]
    public async Task A_message_that_is_slow_but_steady_is_taken()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(s_line);
            _server.Advance(8 * s_second);
        }

        Assert.StartsWith("250 ", await client.SayAsync("."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_takes_longer_than_an_hour()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        var minute = string.Concat(Enumerable.Repeat(s_line, 30));
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromMinutes(1), () => client.TrySendAsync(minute));
        Assert.True(taken >= Limits.Data, $"It was cut off after {taken}.");
        Assert.Equal(["421 4.4.2 Waited too long, closing the connection"], await client.RestAsync());
    }

    [Fact]
    public async Task The_time_the_sink_takes_is_not_the_clients()
    {
        _server.Sessions.OnData = async (data, _, _, ct) =>
        {
            await data.CopyToAsync(new SlowSink(_server), ct);
            return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
        };
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync("x\r\n");
        }

        Assert.StartsWith("250 ", await client.SayAsync("."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_hour_the_session_takes_no_new_command()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        for (var i = 0; i < 15; i++)
        {
            Assert.StartsWith("250 ", await client.SayAsync("NOOP"), StringComparison.Ordinal);
            _server.Advance(TimeSpan.FromMinutes(4));
        }

        _server.Advance(s_second);
        Assert.Contains("421 4.4.2 Session has lasted too long, please connect again", await RestAfterAsync(client, "NOOP\r\nNOOP\r\n"));
    }

    [Fact]
    public async Task A_client_that_takes_no_replies_is_cut_off()
    {
        var client = _server.Connect();
        var sending = client.TrySendAsync(string.Concat(Enumerable.Repeat("HELP\r\n", 5000)));
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromSeconds(50));
        Assert.True(taken >= Limits.Command, $"It was cut off after {taken}.");
        await client.AbortedAsync();
        await sending;
    }

    [Fact]
    public async Task A_client_that_leaves_many_replies_untaken_does_not_hold_its_socket()
    {
        var client = _server.Connect();
        await client.SendAsync(string.Concat(Enumerable.Repeat("HELP\r\n", 300)) + "QUIT\r\n");
        await client.Server;
        Assert.False(client.Aborted.IsCancellationRequested);
        _server.Advance(Limits.Close);
        await client.AbortedAsync();
    }

    private static async Task<IReadOnlyList<string>> RestAfterAsync(TestClient client, string text)
    {
        await client.SendAsync(text);
        return await client.RestAsync();
    }

    private sealed class SlowSink(InMemoryServer server) : IMessageSink
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
        {
            server.Clock.Advance(30 * s_second);
            return ValueTask.CompletedTask;
        }
    }
}
