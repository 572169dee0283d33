using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MsLite.Mail;
using MsLite.Mail.Dns;

namespace MsLite.Harness;

/// <summary>
/// A recursive name server on loopback, by UDP and TCP on one free port, for programs under test. It knows what its
/// <see cref="FakeDns"/> knows, follows aliases, and can be slow or silent.
/// </summary>
public sealed class NameServer : IAsyncDisposable
{
    /// <summary>Connections, and answers that wait for their time. What is beyond gets no answer, as from any server that has too much to do.</summary>
    private const int MostAtOnce = 1000;

    private static readonly IPEndPoint s_anybody = new(IPAddress.Any, 0);

    private readonly ConcurrentDictionary<(string Name, DnsType Type), (NameServerQuestion Question, NameServerReplies Replies, long Time)> _asked = new();
    private readonly CancellationTokenSource _closing = new();
    private volatile NameServerReplies _replies;
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly Task _serving;
    private int _questions;
    private int _atOnce;

    public NameServer(FakeDns? data = null)
    {
        _replies = new NameServerReplies(data ?? []);
        (_udp, _tcp) = FreePort.BindBoth(MostAtOnce);
        _serving = Task.WhenAll(UntilClosedAsync(ServeUdpAsync), UntilClosedAsync(ServeTcpAsync));
    }

    /// <summary>What it knows; may be added to at any time.</summary>
    public FakeDns Data => _replies.Data;

    public IPEndPoint Address => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>Takes every question and answers none.</summary>
    public bool Silent { get; set; }

    /// <summary>How long answers may be kept, with those that say "not there"; whole seconds.</summary>
    public TimeSpan Ttl
    {
        get => TimeSpan.FromSeconds(_replies.Ttl);
        init => _replies.Ttl = (int)value.TotalSeconds;
    }

    /// <summary>The reverse name of every address that the data do not mention; null when those have none.</summary>
    public string? NameOfClients
    {
        get => _replies.NameOfClients;
        init => _replies.NameOfClients = value;
    }

    /// <summary>Questions that came, again or for the first time.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Says that a name is not there, also where <see cref="NameOfClients"/> would give it one.</summary>
    public void Forget(string name) => _replies.Absent[DomainName.ToKey(name)] = true;

    /// <summary>Answers about a name after this time only; never if it is <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public void Delay(string name, TimeSpan delay) => _replies.Delays[DomainName.ToKey(name)] = delay;

    /// <summary>
    /// Forgets what it was told, and is told anew. Ends when nobody who keeps answers for the time <paramref name="kept"/> can still
    /// hold one that would now be another.
    /// </summary>
    /// <param name="matters">Whether anybody will ask about this name.</param>
    public async Task StartAnewAsync(IEnumerable<Action<NameServer>> told, TimeSpan kept, Func<string, bool> matters)
    {
        var now = _replies.Emptied();
        (_replies, Silent) = (now, false);
        foreach (var tell in told)
        {
            tell(this);
        }

        var longest = TimeSpan.Zero;
        foreach (var (key, asked) in _asked)
        {
            var left = kept - Stopwatch.GetElapsedTime(asked.Time);
            if (left <= TimeSpan.Zero)
            {
                _asked.TryRemove(key, out _);
            }
            else if (left > longest && matters(key.Name) && !Same(asked.Replies.To(asked.Question, tcp: true), now.To(asked.Question, tcp: true)))
            {
                longest = left;
            }
        }

        // Timers count whole milliseconds, and may end in the middle of the last one.
        await Task.Delay(longest == TimeSpan.Zero ? longest : longest + TimeSpan.FromMilliseconds(2));

        static bool Same(byte[] before, byte[] after) => before.AsSpan().SequenceEqual(after);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _serving;
        _closing.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var received = await _udp.ReceiveFromAsync(buffer, s_anybody, _closing.Token);
            var (asker, wire) = (received.RemoteEndPoint, buffer[..received.ReceivedBytes]);
            await AnswerAsync(wire, tcp: false, async reply => await _udp.SendToAsync(reply, asker, _closing.Token));
        }
    }

    private async Task ServeTcpAsync()
    {
        while (true)
        {
            var client = await _tcp.AcceptAsync(_closing.Token);
            if (!AtOnce(() => ServeConnectionAsync(client)))
            {
                client.Dispose();
            }
        }
    }

    private async Task ServeConnectionAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        var length = new byte[2];
        while (true)
        {
            await stream.ReadExactlyAsync(length, _closing.Token);
            var wire = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(wire, _closing.Token);
            await AnswerAsync(wire, tcp: true, async reply => await stream.WriteAsync(WithLength(reply), _closing.Token));
        }
    }

    private async Task AnswerAsync(byte[] wire, bool tcp, Func<byte[], Task> send)
    {
        Interlocked.Increment(ref _questions);
        if (Silent || NameServerQuestion.TryParse(wire) is not { } question)
        {
            return;
        }

        var replies = _replies;
        _asked[(question.Name, question.Type)] = (question, replies, Stopwatch.GetTimestamp());
        if (!replies.Delays.TryGetValue(question.Name, out var delay))
        {
            await send(replies.To(question, tcp));
        }
        else if (delay != Timeout.InfiniteTimeSpan)
        {
            AtOnce(async () =>
            {
                await Task.Delay(delay, _closing.Token);
                await send(replies.To(question, tcp));
            });
        }
    }

    // RFC 1035 §4.2.2: two octets of length in front; RFC 7766 §8: in the same segment.
    private static byte[] WithLength(byte[] reply) => [(byte)(reply.Length >> 8), (byte)reply.Length, .. reply];

    private bool AtOnce(Func<Task> work)
    {
        if (Interlocked.Increment(ref _atOnce) > MostAtOnce)
        {
            Interlocked.Decrement(ref _atOnce);
            return false;
        }

        _ = UntilClosedAsync(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                Interlocked.Decrement(ref _atOnce);
            }
        });
        return true;
    }

    /// <summary>Whoever leaves, and the end of the server, ends the work without a word.</summary>
    private static async Task UntilClosedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // Nobody is left to be told.
        }
    }
}
