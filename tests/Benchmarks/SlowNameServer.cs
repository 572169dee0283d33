using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Benchmarks;

/// <summary>
/// A name server that takes its time. Every address has a reverse name, every domain an SPF record with one include, every selector
/// the same key; a blocklist holds its test entry only (RFC 5782 §5); nothing else exists. Answers may be kept for an hour.
/// </summary>
internal sealed class SlowNameServer : IDisposable
{
    private const int A = 1;
    private const int Ptr = 12;
    private const int Txt = 16;
    private const int Soa = 6;
    private const int Ttl = 3600;

    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly BlockingCollection<(long Due, byte[] Reply, EndPoint Asker)> _waiting = [];
    private readonly TimeSpan _delay;
    private readonly string _key;
    private long _questions;

    /// <param name="delay">Each answer comes so much later, or up to a millisecond after that: threads sleep for whole ones.</param>
    /// <param name="key">The TXT record of every selector.</param>
    public SlowNameServer(TimeSpan delay, string key = "")
    {
        (_delay, _key) = (delay, key);
        _udp.ReceiveBufferSize = 1 << 20;
        _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        new Thread(Receive) { IsBackground = true }.Start();
        new Thread(Send) { IsBackground = true }.Start();
    }

    public IPEndPoint Address => (IPEndPoint)_udp.LocalEndPoint!;

    public long Questions => Interlocked.Read(ref _questions);

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _udp.Dispose();
    }

    private void Receive()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
                var length = _udp.ReceiveFrom(buffer, ref asker);
                Interlocked.Increment(ref _questions);
                _waiting.Add((Stopwatch.GetTimestamp() + (long)(_delay.TotalSeconds * Stopwatch.Frequency), Answer(buffer.AsSpan(0, length)), asker));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The benchmark is over.
        }
    }

    // All wait equally long, so they are due in the order in which they came.
    private void Send()
    {
        foreach (var (due, reply, asker) in _waiting.GetConsumingEnumerable())
        {
            for (var left = Left(due); left > 0; left = Left(due))
            {
                Thread.Sleep((int)Math.Ceiling(left));
            }

            try
            {
                _udp.SendTo(reply, asker);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The asker, or the benchmark, has gone.
            }
        }
    }

    private static double Left(long due) => (due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;

    private byte[] Answer(ReadOnlySpan<byte> question)
    {
        var name = Name(question, out var end);
        var type = BinaryPrimitives.ReadUInt16BigEndian(question[end..]);
        var data = DataOf(name, type);

        // RFC 1035 §4.1: the header and the question as they came, then one record, whose owner is a pointer to the question's name.
        var reply = new List<byte>(512);
        reply.AddRange(question[..2]);
        reply.AddRange([0x81, (byte)(data is null ? 0x83 : 0x80), 0, 1, 0, (byte)(data is null ? 0 : 1), 0, (byte)(data is null ? 1 : 0), 0, 0]);
        reply.AddRange(question[12..(end + 4)]);
        if (data is null)
        {
            // RFC 2308 §3: the SOA of the root says how long "there is none" may be kept.
            Record(reply, [0], Soa, [0, 0, .. Number(1), .. Number(Ttl), .. Number(Ttl), .. Number(Ttl), .. Number(Ttl)]);
        }
        else
        {
            Record(reply, [0xc0, 12], type, data);
        }

        return [.. reply];
    }

    private byte[]? DataOf(string name, int type) => type switch
    {
        Ptr when name.EndsWith(".in-addr.arpa", StringComparison.Ordinal) => Wire("client.example"),
        Txt when name.Contains("._domainkey.", StringComparison.Ordinal) => Text(_key),
        Txt when name.StartsWith("_spf.", StringComparison.Ordinal) => Text("v=spf1 ip4:10.0.0.0/8 ip4:127.0.0.0/8 -all"),
        Txt when name.EndsWith("client.example", StringComparison.Ordinal) => Text($"v=spf1 include:_spf.{name} -all"),
        A when name.StartsWith("2.0.0.127.", StringComparison.Ordinal) => [127, 0, 0, 2],
        _ => null,
    };

    private static void Record(List<byte> reply, byte[] owner, int type, byte[] data)
    {
        reply.AddRange(owner);
        reply.AddRange([(byte)(type >> 8), (byte)type, 0, 1, .. Number(Ttl), (byte)(data.Length >> 8), (byte)data.Length]);
        reply.AddRange(data);
    }

    private static string Name(ReadOnlySpan<byte> question, out int end)
    {
        var name = new StringBuilder();
        for (end = 12; question[end] != 0; end += question[end] + 1)
        {
            name.Append(Encoding.ASCII.GetString(question.Slice(end + 1, question[end]))).Append('.');
        }

        end++;
        return name.ToString().TrimEnd('.').ToLowerInvariant();
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Wire(string name) => [.. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    // RFC 1035 §3.3: a string has at most 255 octets.
    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text).Chunk(255).SelectMany(part => part.Prepend((byte)part.Length))];
}
