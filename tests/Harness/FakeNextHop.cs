using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Harness;

/// <summary>
/// An SMTP server that a test scripts: it keeps each message byte for byte, and can answer anything at any stage, be slow, or
/// die while a message comes in. What is set takes effect with the next command, on connections already open too.
/// </summary>
public sealed class FakeNextHop : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<NextHopConnection, Task> _connections = new();
    private readonly ConcurrentQueue<NextHopMessage> _messages = new();
    private readonly Task _accepting;
    private int _connectionCount;

    public FakeNextHop()
    {
        _listener.Start(512);
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>For the option Delivery or a file <c>delivery</c>.</summary>
    public string Url => $"smtp://{EndPoint}";

    /// <summary>The same, for LMTP: it then keeps a message for each recipient, whose address is the argument of the stage Content.</summary>
    public string LmtpUrl => $"lmtp://{EndPoint}";

    /// <summary>Every message whose end of data came, in the order of arrival, refused ones too.</summary>
    public IReadOnlyList<NextHopMessage> Messages => [.. _messages];

    /// <summary>Connections accepted since the start.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Connections open now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>What EHLO offers, beyond the greeting line.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = DefaultExtensions;

    public static IReadOnlyList<string> DefaultExtensions { get; } =
        ["PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN"];

    /// <summary>Gives the reply to a stage (with its argument: the line after the verb), or null for the ordinary one.</summary>
    public Func<NextHopStage, string, string?> Answer { get; set; } = (_, _) => null;

    /// <summary>Waits for this before each reply of a stage: slow for as long as the test likes, without a clock.</summary>
    public Func<NextHopStage, Task> Hold { get; set; } = _ => Task.CompletedTask;

    /// <summary>Resets the connection as soon as this many bytes of a message have come; null never.</summary>
    public int? DieAfterContentBytes { get; set; }

    /// <summary>Keeps the message, then resets the connection instead of replying to the end of data.</summary>
    public bool DieBeforeContentReply { get; set; }

    /// <summary>Back to the behaviour of a new one, and forgets the messages. Connections that were told of other extensions end.</summary>
    public void Reset()
    {
        if (!ReferenceEquals(Extensions, DefaultExtensions))
        {
            DropConnections();
        }

        Extensions = DefaultExtensions;
        Answer = (_, _) => null;
        Hold = _ => Task.CompletedTask;
        DieAfterContentBytes = null;
        DieBeforeContentReply = false;
        _messages.Clear();
    }

    /// <summary>Closes all connections at once, as a restart of the next hop does; it goes on accepting new ones.</summary>
    public void DropConnections()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        DropConnections();
        await Task.WhenAll([_accepting, .. _connections.Values]);
        _end.Dispose();
    }

    internal void Keep(NextHopMessage message) => _messages.Enqueue(message);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _connectionCount);
                _ = ServeAsync(new NextHopConnection(this, socket));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(NextHopConnection connection)
    {
        var done = new TaskCompletionSource();
        _connections[connection] = done.Task;
        try
        {
            await connection.RunAsync(_end.Token);
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
            done.SetResult();
        }
    }
}
