using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Harness;

/// <summary>
/// A bare SMTP client: it sends the bytes it is given and reads replies, and breaks any rule a test wants broken. Text is one
/// byte a character (Latin-1), so that every byte can be written and seen.
/// </summary>
public sealed class SmtpTestClient : IAsyncDisposable
{
    private static readonly TimeSpan s_replyLimit = TimeSpan.FromSeconds(30);
    private const int SingleBytes = 8_000;
    private const int LaterPiece = 613;
    private readonly Socket _socket;
    private Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private SmtpTestClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Write each byte by itself; behind the first few thousand of one call, small pieces of an odd length.</summary>
    public bool ByteByByte { get; set; }

    /// <summary>How long a reply may take.</summary>
    public TimeSpan ReplyLimit { get; set; } = s_replyLimit;

    /// <summary>The certificate that the server showed, after <see cref="StartTlsAsync"/>.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate? ServerCertificate => (_stream as SslStream)?.RemoteCertificate;

    public static async Task<SmtpTestClient> ConnectAsync(IPEndPoint server, CancellationToken ct = default)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, ct);
            return new SmtpTestClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        if (!ByteByByte)
        {
            await _stream.WriteAsync(bytes, ct);
            return;
        }

        for (int i = 0, piece; i < bytes.Length; i += piece)
        {
            piece = i < SingleBytes ? 1 : Math.Min(LaterPiece, bytes.Length - i);
            await _stream.WriteAsync(bytes.Slice(i, piece), ct);
        }
    }

    /// <summary>Sends text as it is: no line end is added.</summary>
    public Task SendAsync(string latin1, CancellationToken ct = default) => SendAsync(Encoding.Latin1.GetBytes(latin1), ct);

    /// <summary>Sends a line and reads the reply to it.</summary>
    public async Task<SmtpTestReply> CommandAsync(string line, CancellationToken ct = default)
    {
        await SendAsync(line + "\r\n", ct);
        return await ReadReplyAsync(ct);
    }

    /// <summary>Reads one reply with all its lines. Throws <see cref="EndOfStreamException"/> when the server closed instead.</summary>
    public async Task<SmtpTestReply> ReadReplyAsync(CancellationToken ct = default)
    {
        var lines = new List<string>();
        do
        {
            var line = await ReadLineAsync(ct) ?? throw new EndOfStreamException("The server closed the connection instead of replying.");
            RequireReplyLine(line);
            lines.Add(line);
        }
        while (lines[^1].Length > 3 && lines[^1][3] == '-');

        return new SmtpTestReply(lines);
    }

    /// <summary>One line without CR LF, or null when the server has closed.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken ct = default)
    {
        var line = new List<byte>();
        while (true)
        {
            if (_start == _end && !await FillAsync(ct))
            {
                return line.Count == 0 ? null : throw new EndOfStreamException($"The server closed within a line: {Latin1(line)}");
            }

            line.Add(_buffer[_start++]);
            if (line[^1] == '\n')
            {
                return line.Count >= 2 && line[^2] == '\r'
                    ? Latin1(line)[..^2]
                    : throw new FormatException($"A reply line ends without CR LF: {Latin1(line)}");
            }
        }
    }

    /// <summary>PROXY protocol version 1 in front of everything: the server sees this client's address.</summary>
    public Task SendProxyHeaderAsync(IPAddress client, CancellationToken ct = default)
    {
        var header = client.AddressFamily == AddressFamily.InterNetworkV6
            ? $"PROXY TCP6 {client} 2001:db8::25 40000 25\r\n"
            : $"PROXY TCP4 {client} 192.0.2.250 40000 25\r\n";
        return SendAsync(header, ct);
    }

    /// <summary>STARTTLS and the handshake; any certificate is taken, its name is not what these tests are about.</summary>
    public async Task<SmtpTestReply> StartTlsAsync(CancellationToken ct = default)
    {
        var reply = await CommandAsync("STARTTLS", ct);
        if (reply.IsPositive)
        {
            await HandshakeAsync(ct);
        }

        return reply;
    }

    /// <summary>The TLS handshake alone, for a script that has sent STARTTLS itself.</summary>
    public async Task HandshakeAsync(CancellationToken ct = default)
    {
        if (_start != _end)
        {
            throw new FormatException($"The server sent plain text after its reply to STARTTLS: {Encoding.Latin1.GetString(_buffer, _start, _end - _start)}");
        }

#pragma warning disable CA5359, MA0039 // The certificate is self-signed by the server under test.
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359, MA0039
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "mx.mslite.test" }, ct).WaitAsync(ReplyLimit, ct);
        _stream = tls;
    }

    /// <summary>A whole transaction after EHLO. Gives the reply that ended it: the first negative one, or that to the final dot.</summary>
    /// <param name="message">With CR LF; dots are doubled here.</param>
    public async Task<SmtpTestReply> SendMessageAsync(string from, IEnumerable<string> to, ReadOnlyMemory<byte> message, CancellationToken ct = default)
    {
        foreach (var command in to.Select(recipient => $"RCPT TO:<{recipient}>").Prepend($"MAIL FROM:<{from}>").Append("DATA"))
        {
            var reply = await CommandAsync(command, ct);
            if (reply.Code >= 400)
            {
                return reply;
            }
        }

        await SendAsync(SmtpText.Stuff(message.Span), ct);
        return await ReadReplyAsync(ct);
    }

    /// <summary>No more will be sent; what the server says can still be read.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Cuts the connection with a reset, as a dying machine's firewall does.</summary>
    public void Abort()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<bool> FillAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ReplyLimit);
        try
        {
            _start = 0;
            _end = 0;
            _end = await _stream.ReadAsync(_buffer, limit.Token);
            return _end > 0;
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The server sent nothing for {ReplyLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.", late);
        }
        catch (IOException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return false;
        }
    }

    // RFC 5321 §4.2: three digits, then a space, a hyphen or the end. §4.5.3.1.5: 512 octets with CR LF.
    private static void RequireReplyLine(string line)
    {
        var wellFormed = line.Length is >= 3 and <= 510 && line[0] is >= '2' and <= '5' && line[..3].All(char.IsAsciiDigit)
            && (line.Length == 3 || line[3] is ' ' or '-') && !line.Any(char.IsControl);
        if (!wellFormed)
        {
            throw new FormatException($"This is no reply line of RFC 5321: {line}");
        }
    }

    private static string Latin1(List<byte> line) => Encoding.Latin1.GetString([.. line]);
}
