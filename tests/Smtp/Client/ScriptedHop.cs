using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Smtp.Tests.Client;

/// <summary>
/// A next hop that says what it was told, for replies that no sound server gives. A turn is a line it waits for (its beginning; empty:
/// none) and what it then sends, as it stands; null closes. The n-th connection plays the n-th script, the last script all that follow.
/// </summary>
internal sealed class ScriptedHop : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly (string Expected, string? Answer)[][] _scripts;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _accepting;

    public ScriptedHop(params (string Expected, string? Answer)[][] scripts)
    {
        _scripts = scripts;
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Everything that came, a line each, without CR LF.</summary>
    public string[] Lines => [.. _lines];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var playing = new List<Task>();
        try
        {
            for (var count = 0; ; count++)
            {
                var socket = await _listener.AcceptSocketAsync();
                _sockets.Add(socket);
                playing.Add(PlayAsync(socket, _scripts[Math.Min(count, _scripts.Length - 1)]));
            }
        }
        catch (Exception end) when (end is SocketException or InvalidOperationException)
        {
            await Task.WhenAll(playing);
        }
    }

    private async Task PlayAsync(Socket socket, (string Expected, string? Answer)[] script)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            foreach (var (expected, answer) in script)
            {
                while (expected.Length > 0)
                {
                    var line = await reader.ReadLineAsync();
                    if (line is null)
                    {
                        return;
                    }

                    _lines.Enqueue(line);
                    if (line.StartsWith(expected, StringComparison.Ordinal))
                    {
                        break;
                    }
                }

                if (answer is null)
                {
                    return;
                }

                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
            }

            // Listens on, so that what is sent after the script is seen too.
            while (await reader.ReadLineAsync() is { } line)
            {
                _lines.Enqueue(line);
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The client left, or the test ended.
        }
    }
}
