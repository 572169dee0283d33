using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Scanners;

/// <summary>A connection to a scanner. What it sends has a bound in every read; how long it may take is the token's to say.</summary>
internal sealed class ScannerConnection : IDisposable
{
    private const int Piece = 64 * 1024;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private ScannerConnection(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    /// <summary>The scanner has hung up, or said something unasked.</summary>
    public bool IsStale => _socket.Poll(0, SelectMode.SelectRead);

    /// <exception cref="SocketException">Nobody accepts the connection.</exception>
    /// <exception cref="ScannerException">There is no such socket.</exception>
    public static async Task<ScannerConnection> OpenAsync(EndPoint server, CancellationToken ct)
    {
        // Under checks/all many a machine without the scanner asks here for every message: no need to throw in the kernel's name.
        if (server is UnixDomainSocketEndPoint && !File.Exists(server.ToString()))
        {
            throw new ScannerException("There is no such socket.");
        }

        var socket = server is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, ct);
            return new ScannerConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _stream.WriteAsync(bytes, ct);

    /// <summary>Sends the message piece by piece, in front of each what <paramref name="mark"/> writes into the first bytes of the buffer for a piece's length.</summary>
    /// <param name="markSize">Bytes that a mark takes; 0 for a message as it is.</param>
    public async Task SendAsync(SpooledMessage message, int markSize, Action<Span<byte>, int> mark, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            await using var content = message.OpenRead();
            while (await content.ReadAsync(buffer.AsMemory(markSize), ct) is var count && count > 0)
            {
                mark(buffer.AsSpan(0, markSize), count);
                await _stream.WriteAsync(buffer.AsMemory(0, markSize + count), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Nothing more is sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>What is sent up to <paramref name="last"/>, without it; null is the end of the connection.</summary>
    /// <param name="most">Bytes; a reply that is longer is none.</param>
    /// <exception cref="EndOfStreamException">The connection ends before.</exception>
    public async Task<byte[]> ReadAsync(byte? last, int most, CancellationToken ct)
    {
        var buffer = new byte[most];
        var length = 0;
        while (length < most && await _stream.ReadAsync(buffer.AsMemory(length), ct) is var count && count > 0)
        {
            var end = last is { } mark ? buffer.AsSpan(length, count).IndexOf(mark) : -1;
            if (end >= 0)
            {
                return buffer[..(length + end)];
            }

            length += count;
        }

        if (length == most)
        {
            throw new ScannerException($"It sent a reply of more than {most} bytes, which is no answer.");
        }

        return last is null ? buffer[..length] : throw new EndOfStreamException("It hung up before its answer.");
    }

    public void Dispose() => _stream.Dispose();
}
