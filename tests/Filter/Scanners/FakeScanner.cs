using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Tests.Scanners;

/// <summary>A daemon on a free port that behaves, or misbehaves, as the test wants.</summary>
internal sealed class FakeScanner : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Task _serving;
    private int _connections;

    public FakeScanner(Func<Socket, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _serving = AcceptAsync();
    }

    public string Address => $"{_listener.LocalEndpoint}";

    public int Connections => _connections;

    /// <summary>Somebody has connected.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Reads what is there, answers with these bytes, and hangs up.</summary>
    public static FakeScanner Answering(byte[] answer) => new(async (socket, ct) =>
    {
        await socket.ReceiveAsync(new byte[100_000], ct);
        await socket.SendAsync(answer, ct);
        socket.Shutdown(SocketShutdown.Send);
        await DrainAsync(socket, ct);
    });

    /// <summary>Reads everything and says nothing.</summary>
    public static FakeScanner Silent() => new(DrainAsync);

    /// <summary>Breaks the connection in the middle of the message.</summary>
    public static FakeScanner Dying() => new(async (socket, ct) =>
    {
        await socket.ReceiveAsync(new byte[100], ct);
        socket.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Talks without end.</summary>
    public static FakeScanner Endless(byte[] beginning) => new(async (socket, ct) =>
    {
        await socket.SendAsync(beginning, ct);
        var noise = new byte[64 * 1024];
        noise.AsSpan().Fill((byte)'a');
        while (!ct.IsCancellationRequested)
        {
            await socket.SendAsync(noise, ct);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    public static async Task DrainAsync(Socket socket, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, ct) > 0)
        {
            // What is sent does not matter.
        }
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test has ended; the listener says so in any of these ways.
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        _asked.TrySetResult();
        using (socket)
        {
            try
            {
                await _serve(socket, _end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The other side has gone, or the test has ended.
            }
        }
    }
}
