using System.Net.Sockets;
using System.Text;

namespace MsLite.Filter.Tests.Scanners;

/// <summary>How connections to clamd are kept and used again.</summary>
public sealed class ClamdSessionTests : IDisposable
{
    private readonly ScannerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task One_session_serves_one_message_after_another()
    {
        await using var clamd = Clamd(answers: 100);

        Assert.Equal([TraceResult.Pass, TraceResult.Pass, TraceResult.Pass], await AskAsync(clamd, 3));
        Assert.Equal(1, clamd.Connections);
    }

    [Fact]
    public async Task A_session_that_clamd_has_ended_is_replaced_without_a_word()
    {
        await using var clamd = Clamd(answers: 2);

        Assert.All(await AskAsync(clamd, 7), result => Assert.Equal(TraceResult.Pass, result));
        Assert.Equal(4, clamd.Connections);
        Assert.Empty(_world.Log.Lines);
    }

    [Fact]
    public async Task A_session_that_was_idle_for_long_is_replaced()
    {
        await using var clamd = Clamd(answers: 100);

        await AskAsync(clamd, 1);
        _world.Policy.Clock.Advance(TimeSpan.FromSeconds(20));
        await AskAsync(clamd, 1);

        Assert.Equal(2, clamd.Connections);
    }

    [Fact]
    public async Task An_answer_to_another_question_is_none()
    {
        await using var clamd = Clamd(answers: 100, skipped: 1);

        Assert.Equal([TraceResult.Abstain], await AskAsync(clamd, 1));
        Assert.Contains("It answered \"2: stream: OK\"", _world.Watch.Notices[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_whose_message_was_given_up_is_not_used_again()
    {
        await using var silent = FakeScanner.Silent();
        _world.Given("clamav", $"server: {silent.Address}\n");

        for (var i = 0; i < 2; i++)
        {
            using var session = new CancellationTokenSource();
            var judging = _world.JudgeAsync(ScannerWorld.Message("hello"), session.Token);
            await ScannerWorld.EventuallyAsync(() => silent.Connections == i + 1);
            await session.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
        }
    }

    private async Task<IReadOnlyList<TraceResult>> AskAsync(FakeScanner clamd, int times)
    {
        _world.Given("clamav", $"server: {clamd.Address}\n");
        var results = new List<TraceResult>();
        for (var i = 0; i < times; i++)
        {
            results.Add((await _world.JudgeAsync(ScannerWorld.Message("hello"))).Verdict.Trace[^1].Result);
        }

        return results;
    }

    /// <summary>Answers so many messages on each connection, then reads one more and hangs up.</summary>
    private static FakeScanner Clamd(int answers, int skipped = 0) => new(async (socket, ct) =>
    {
        for (var number = 1; await HasReadMessageAsync(socket, ct) && number <= answers; number++)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{number + skipped}: stream: OK\0"), ct);
        }
    });

    /// <summary>A message ends with a piece of no length.</summary>
    private static async Task<bool> HasReadMessageAsync(Socket socket, CancellationToken ct)
    {
        var text = new List<byte>();
        var buffer = new byte[10_000];
        while (await socket.ReceiveAsync(buffer, ct) is var count && count > 0)
        {
            text.AddRange(buffer.AsSpan(0, count));
            if (text.Count > 20 && text[^4..].TrueForAll(one => one == 0))
            {
                return true;
            }
        }

        return false;
    }
}
