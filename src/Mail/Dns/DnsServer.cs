using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MsLite.Mail.Dns;

/// <summary>One name server: asks it by UDP, by TCP when the answer is long, and remembers whether it answers.</summary>
internal sealed class DnsServer(IPEndPoint address)
{
    // Datagrams that are no answer to our question, before the attempt is given up: somebody is guessing (RFC 5452 §9.3).
    private const int MaxForeign = 64;

    private int _failures;
    private bool _hasAnswered;

    public IPEndPoint Address { get; } = address;

    /// <summary>Attempts without an answer since the last with one.</summary>
    public int Failures => Volatile.Read(ref _failures);

    public DnsServerState State => new(Address, Volatile.Read(ref _hasAnswered), Failures);

    // RFC 6891 §6.2.2: a server that once did not understand EDNS is asked without it.
    private bool _withoutEdns;

    /// <summary>One attempt. <see cref="DnsReplyKind.Foreign"/> stands for no answer. Throws only when the token says so.</summary>
    public async Task<DnsReply> AskAsync(string name, DnsType type, CancellationToken ct)
    {
        var reply = await TryAsync(name, type, tcp: false, ct);
        if (reply.Kind == DnsReplyKind.WithoutEdns && !_withoutEdns)
        {
            _withoutEdns = true;
            reply = await TryAsync(name, type, tcp: false, ct);
        }

        // RFC 7766 §5
        reply = reply.Kind == DnsReplyKind.Truncated ? await TryAsync(name, type, tcp: true, ct) : reply;
        var works = reply.Kind is DnsReplyKind.Answer or DnsReplyKind.Failed;
        _failures = works ? 0 : _failures + 1;
        _hasAnswered |= works;
        return reply;
    }

    /// <summary>Counts an attempt that took too long.</summary>
    public void Fail() => Interlocked.Increment(ref _failures);

    private async Task<DnsReply> TryAsync(string name, DnsType type, bool tcp, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(tcp ? ushort.MaxValue + 2 : 4096);
        try
        {
            return tcp ? await AskByTcpAsync(name, type, buffer, ct) : await AskByUdpAsync(name, type, buffer, ct);
        }
        catch (SocketException)
        {
            // Nobody listens, no route, no port left: no answer from this server.
            return DnsReply.Of(DnsReplyKind.Foreign);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<DnsReply> AskByUdpAsync(string name, DnsType type, byte[] buffer, CancellationToken ct)
    {
        // RFC 5452 §9.2: a port of its own for each question, which the system takes at random, and an id that cannot be guessed.
        // The connected socket takes datagrams from this address and port only.
        using var socket = new Socket(Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var id = NewId();
        await socket.ConnectAsync(Address, ct);
        var length = DnsQuestionWriter.Write(id, name, type, !_withoutEdns, buffer);
        await socket.SendAsync(buffer.AsMemory(0, length), ct);
        for (var foreign = 0; foreign < MaxForeign; foreign++)
        {
            var count = await socket.ReceiveAsync(buffer, ct);
            var reply = DnsReplyParser.Parse(buffer.AsSpan(0, count), id, name, type);
            if (reply.Kind != DnsReplyKind.Foreign)
            {
                return reply;
            }
        }

        return DnsReply.Of(DnsReplyKind.Foreign);
    }

    private async Task<DnsReply> AskByTcpAsync(string name, DnsType type, byte[] buffer, CancellationToken ct)
    {
        using var socket = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Address, ct);
        var id = NewId();
        var length = DnsQuestionWriter.Write(id, name, type, !_withoutEdns, buffer.AsSpan(2));

        // RFC 1035 §4.2.2: two octets of length in front; RFC 7766 §8: in the same segment.
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)length);
        await socket.SendAsync(buffer.AsMemory(0, length + 2), ct);
        if (!await FillAsync(socket, buffer.AsMemory(0, 2), ct))
        {
            return DnsReply.Of(DnsReplyKind.Foreign);
        }

        var size = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        var reply = await FillAsync(socket, buffer.AsMemory(0, size), ct)
            ? DnsReplyParser.Parse(buffer.AsSpan(0, size), id, name, type)
            : DnsReply.Of(DnsReplyKind.Foreign);
        return reply.Kind == DnsReplyKind.Truncated ? DnsReply.Of(DnsReplyKind.Refused) : reply;
    }

    private static async Task<bool> FillAsync(Socket socket, Memory<byte> buffer, CancellationToken ct)
    {
        while (!buffer.IsEmpty)
        {
            var count = await socket.ReceiveAsync(buffer, ct);
            if (count == 0)
            {
                return false;
            }

            buffer = buffer[count..];
        }

        return true;
    }

    private static ushort NewId()
    {
        Span<byte> id = stackalloc byte[2];
        RandomNumberGenerator.Fill(id);
        return BinaryPrimitives.ReadUInt16LittleEndian(id);
    }
}
