using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Harness;

/// <summary>What became of one message of a load, as its client saw it.</summary>
/// <param name="Token">Stands in the message's Subject and nowhere else.</param>
/// <param name="Reply">The whole reply that decided; null when the connection broke first, so that nothing is known.</param>
public sealed record LoadResult(string Token, string Recipient, SmtpTestReply? Reply)
{
    /// <summary>When its transaction was begun, counted with <see cref="Settled"/> over all clients of a load.</summary>
    public long Begun { get; init; }

    /// <summary>When the server had answered the client's next command too, and so was through with this message; null when it never did.</summary>
    public long? Settled { get; set; }
}

/// <summary>What a load sends.</summary>
public sealed class LoadPlan
{
    /// <summary>Connections at the same time.</summary>
    public int Sessions { get; init; } = 8;

    /// <summary>In all; each session takes the next one until none is left or the load is cancelled.</summary>
    public int Messages { get; init; } = int.MaxValue;

    /// <summary>No message is begun before its turn at this pace; null: as fast as the server takes them.</summary>
    public double? PerSecond { get; init; }

    /// <summary>No message is begun later than this; null: as long as there are messages.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>No message is begun once this is cancelled; those under way are finished.</summary>
    public CancellationToken End { get; init; }

    /// <summary>After this many a session says QUIT and connects anew.</summary>
    public int MessagesPerConnection { get; init; } = 20;

    public string From { get; init; } = "ann@example.net";

    /// <summary>The recipient of a message, by its number.</summary>
    public Func<int, string> To { get; init; } = _ => "bob@example.com";

    /// <summary>The message from its number and token, with CR LF.</summary>
    public Func<int, string, byte[]> Message { get; init; } = (_, token) => Encoding.ASCII.GetBytes(
        $"Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: {token}\r\n\r\nBody of {token}\r\n");
}

/// <summary>
/// Many clients at once, each noting what it was told of each message. A client whose connection breaks, or cannot be made,
/// notes that and tries again with its next message: the server may be killed and started meanwhile.
/// </summary>
public static class LoadGenerator
{
    /// <summary>Runs until all messages are sent or the token is cancelled. A cancelled message counts as one without a reply.</summary>
    public static async Task<IReadOnlyList<LoadResult>> RunAsync(IPEndPoint server, LoadPlan plan, CancellationToken ct = default)
    {
        var results = new ConcurrentBag<LoadResult>();
        var (next, events) = (-1, 0L);
        var begun = Stopwatch.GetTimestamp();
        var sessions = Enumerable.Range(0, plan.Sessions).Select(_ => SessionAsync(server, plan, TakeNumberAsync, () => Interlocked.Increment(ref events), results, ct));
        await Task.WhenAll(sessions);
        return [.. results];

        async ValueTask<int> TakeNumberAsync()
        {
            var number = Interlocked.Increment(ref next);
            if (plan.PerSecond is { } pace && TimeSpan.FromSeconds(number / pace) - Stopwatch.GetElapsedTime(begun) is var early && early > TimeSpan.Zero && number < plan.Messages)
            {
                await Task.Delay(early, CancellationToken.None);
            }

            return plan.End.IsCancellationRequested || (plan.Duration is { } time && Stopwatch.GetElapsedTime(begun) > time) ? plan.Messages : number;
        }
    }

    private static async Task SessionAsync(
        IPEndPoint server, LoadPlan plan, Func<ValueTask<int>> takeNumber, Func<long> count, ConcurrentBag<LoadResult> results, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var client = await SmtpTestClient.ConnectAsync(server, ct);
                if ((await client.ReadReplyAsync(ct)).IsPositive && (await client.CommandAsync("EHLO load.example.net", ct)).IsPositive
                    && !await SendAsync(client, plan, takeNumber, count, results, ct))
                {
                    return;
                }
            }
            catch (Exception broken) when (IsBroken(broken))
            {
                // RFC 5321 §4.5.4.1 asks for a pause before the next try; a test needs only a short one.
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    /// <summary>False when no message is left.</summary>
    private static async Task<bool> SendAsync(
        SmtpTestClient client, LoadPlan plan, Func<ValueTask<int>> takeNumber, Func<long> count, ConcurrentBag<LoadResult> results, CancellationToken ct)
    {
        for (var sent = 0; sent < plan.MessagesPerConnection; sent++)
        {
            var number = await takeNumber();
            if (number >= plan.Messages)
            {
                await client.CommandAsync("QUIT", ct);
                return false;
            }

            var token = $"load-{number}-{Guid.NewGuid():N}";
            var recipient = plan.To(number);
            var begun = count();
            SmtpTestReply? reply = null;
            LoadResult result;
            try
            {
                reply = await client.SendMessageAsync(plan.From, [recipient], plan.Message(number, token), ct);
            }
            finally
            {
                results.Add(result = new LoadResult(token, recipient, reply) { Begun = begun });
            }

            if (reply.Code == 421)
            {
                return true;
            }

            // A transaction that ended at RCPT or DATA is still open.
            await client.CommandAsync("RSET", ct);
            result.Settled = count();
        }

        await client.CommandAsync("QUIT", ct);
        return true;
    }

    private static bool IsBroken(Exception fault) =>
        fault is IOException or SocketException or ObjectDisposedException or TimeoutException or OperationCanceledException;
}
