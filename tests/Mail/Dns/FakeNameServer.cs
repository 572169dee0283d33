using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MsLite.Harness;

namespace MsLite.Mail.Tests.Dns;

/// <summary>A name server under a script, on loopback by UDP and TCP: it answers each question with the datagrams the script gives.</summary>
internal sealed class FakeNameServer : IAsyncDisposable
{
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<byte[], bool, IEnumerable<byte[]>> _script;
    private int _questions;

    /// <param name="script">Question and whether it came by TCP; gives what is sent back, nothing for silence.</param>
    public FakeNameServer(Func<byte[], bool, IEnumerable<byte[]>> script)
    {
        _script = script;
        (_udp, _tcp) = FreePort.BindBoth(backlog: 16);
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_udp.LocalEndPoint!;

    public int Questions => Volatile.Read(ref _questions);

    public static FakeNameServer Answering(Func<WireReply, WireReply> build) => new((question, _) => [build(new WireReply(question)).Bytes]);

    public ValueTask DisposeAsync()
    {
        _closing.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[65535];
        while (!_closing.IsCancellationRequested)
        {
            var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
            Interlocked.Increment(ref _questions);
            foreach (var reply in _script(buffer[..received.ReceivedBytes], false))
            {
                await _udp.SendToAsync(reply, received.RemoteEndPoint, _closing.Token);
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            using var client = await _tcp.AcceptAsync(_closing.Token);
            await using var stream = new NetworkStream(client);
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _closing.Token);
            var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(question, _closing.Token);
            Interlocked.Increment(ref _questions);
            foreach (var reply in _script(question, true))
            {
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                await stream.WriteAsync(length, _closing.Token);
                await stream.WriteAsync(reply, _closing.Token);
            }
        }
    }
}
