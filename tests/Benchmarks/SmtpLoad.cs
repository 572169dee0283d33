using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Benchmarks;

/// <summary>Sends messages over a fixed number of sessions, one thread each, without pipelining: what a plain client does.</summary>
internal sealed class SmtpLoad(int port, int sessions, int messages, int size, int perConnection)
{
    private readonly Mail _plain = new("ann@client.example", Body(size));
    private int _left = messages;
    private long _accepted;
    private long _refused;
    private long _deferred;

    /// <summary>The mail of each number below that of messages; all the same, and unsigned, when null.</summary>
    public Func<int, Mail>? Mails { get; init; }

    /// <summary>The clients, named by PROXY, of connections that begin with the mail of a number; nobody is named when null.</summary>
    public Func<int, IPAddress>? Clients { get; init; }

    /// <summary>Messages that have their reply, at this moment.</summary>
    public long Answered => Interlocked.Read(ref _accepted) + Interlocked.Read(ref _refused) + Interlocked.Read(ref _deferred);

    /// <summary>No message is begun any more.</summary>
    public void End() => Interlocked.Exchange(ref _left, 0);

    public LoadResult Run()
    {
        var latencies = new List<double>[sessions];
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, sessions).Select(i => new Thread(() => latencies[i] = RunSession())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sorted = latencies.SelectMany(list => list).Order().ToArray();
        return new LoadResult(sorted.Length / elapsed, _accepted, _refused, _deferred, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    private List<double> RunSession()
    {
        var latencies = new List<double>();
        for (var number = Next(); number >= 0; number = Next())
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            if (Clients is not null)
            {
                socket.Send(Encoding.ASCII.GetBytes($"PROXY TCP4 {Clients(number)} 127.0.0.1 40000 25\r\n"));
            }

            var buffer = new byte[4096];
            Expect(socket, buffer, '2');
            Command(socket, buffer, "EHLO client.example\r\n"u8);
            for (var i = 0; i == 0 || (i < perConnection && (number = Next()) >= 0); i++)
            {
                var mail = Mails?.Invoke(number) ?? _plain;
                var started = Stopwatch.GetTimestamp();
                Send(socket, buffer, mail);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            Command(socket, buffer, "QUIT\r\n"u8);
        }

        return latencies;
    }

    // Negative when all have been taken.
    private int Next() => Interlocked.Decrement(ref _left);

    private void Send(Socket socket, byte[] buffer, Mail mail)
    {
        Command(socket, buffer, mail.Command);
        Command(socket, buffer, "RCPT TO:<bob@example.com>\r\n"u8);
        Command(socket, buffer, "DATA\r\n"u8);
        socket.Send(mail.Content);
        var code = Read(socket, buffer);
        _ = code switch
        {
            '2' => Interlocked.Increment(ref _accepted),
            '5' => Interlocked.Increment(ref _refused),
            _ => Interlocked.Increment(ref _deferred),
        };
    }

    private static void Command(Socket socket, byte[] buffer, ReadOnlySpan<byte> line)
    {
        socket.Send(line);
        var code = Read(socket, buffer);
        if (code is not ('2' or '3'))
        {
            throw new InvalidOperationException($"{Encoding.ASCII.GetString(line).Trim()} was answered {Encoding.ASCII.GetString(buffer, 0, 80)}");
        }
    }

    private static void Expect(Socket socket, byte[] buffer, char wanted)
    {
        var code = Read(socket, buffer);
        if (code != wanted)
        {
            throw new InvalidOperationException($"The greeting begins with {code}, not {wanted}.");
        }
    }

    /// <summary>Reads one reply, of one or more lines, and gives its first digit.</summary>
    private static char Read(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            var count = socket.Receive(buffer.AsSpan(length));
            if (count == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            length += count;
        }

        return (char)buffer[0];
    }

    private static bool IsWhole(ReadOnlySpan<byte> reply)
    {
        if (!reply.EndsWith("\r\n"u8))
        {
            return false;
        }

        var last = reply[(reply[..^2].LastIndexOf((byte)'\n') + 1)..];
        return last.Length > 3 && last[3] == ' ';
    }

    private static byte[] Body(int size)
    {
        var text = new StringBuilder("From: Ann <ann@client.example>\r\nTo: bob@example.com\r\nSubject: benchmark\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
            + "Message-ID: <1@client.example>\r\n\r\n");
        while (text.Length < size)
        {
            text.Append("The quick brown fox jumps over the lazy dog, and then once more.\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append(".\r\n").ToString());
    }
}

/// <summary>One message to be sent.</summary>
/// <param name="content">What follows DATA, with the final dot.</param>
internal sealed class Mail(string from, byte[] content)
{
    public byte[] Command { get; } = Encoding.ASCII.GetBytes($"MAIL FROM:<{from}>\r\n");

    public byte[] Content => content;
}

/// <param name="Rate">Messages per second.</param>
/// <param name="P50">Milliseconds from MAIL to the reply to the message.</param>
internal sealed record LoadResult(double Rate, long Accepted, long Refused, long Deferred, double P50, double P99);
