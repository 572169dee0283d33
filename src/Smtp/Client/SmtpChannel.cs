using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MsLite.Smtp.Client;

/// <summary>The bytes of one conversation with a next hop: commands gathered into one write, replies read from one buffer.</summary>
internal sealed class SmtpChannel(Stream stream) : IDisposable
{
    /// <summary>RFC 5321 §4.5.3.1.5 allows 512 bytes for a reply line; some say more.</summary>
    private const int MaxReplyLine = 4096;

    private const int OutputSize = 64 * 1024;

    private readonly byte[] _input = new byte[MaxReplyLine];
    private readonly byte[] _output = new byte[OutputSize];
    private Stream _stream = stream;
    private int _start;
    private int _end;
    private int _pending;

    /// <summary>The next hop has said more than was read.</summary>
    public bool HasUnread => _start < _end;

    /// <summary>What the next hop showed under TLS; null without.</summary>
    public X509Certificate2? PeerCertificate => (_stream as SslStream)?.RemoteCertificate as X509Certificate2;

    /// <summary>Where the next bytes to send are to be put; <see cref="Advance"/> says how many there are.</summary>
    public Span<byte> Free => _output.AsSpan(_pending);

    public void Advance(int count) => _pending += count;

    /// <summary>Takes a whole command, its CR LF included, or nothing.</summary>
    public void Append(ReadOnlySpan<byte> command)
    {
        command.CopyTo(Free);
        _pending += command.Length;
    }

    public async ValueTask FlushAsync()
    {
        var length = _pending;
        _pending = 0;
        await _stream.WriteAsync(_output.AsMemory(0, length));
    }

    /// <exception cref="SmtpClientException">What came is no reply, or too long for one.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public async ValueTask<SmtpReply> ReadReplyAsync()
    {
        var parser = default(SmtpReplyParser);
        while (true)
        {
            while (TryTakeLine(out var from, out var length))
            {
                if (parser.Add(_input.AsSpan(from, length)))
                {
                    return parser.Reply;
                }
            }

            await FillAsync();
        }
    }

    /// <param name="name">Whose certificate is looked at where <paramref name="verify"/> is set.</param>
    /// <param name="roots">Null: those that the system trusts.</param>
    public async ValueTask StartTlsAsync(string name, bool verify, X509Certificate2Collection? roots)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name,
            // Opportunistic (RFC 7435): without a policy that names a certificate, encryption to anyone is better than none.
            RemoteCertificateValidationCallback = (_, _, _, faults) => !verify || faults == SslPolicyErrors.None,
            CertificateChainPolicy = roots is null ? null : Trusting(roots),
        });
    }

    public void Dispose() => _stream.Dispose();

    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private bool TryTakeLine(out int from, out int length)
    {
        from = _start;
        var end = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        length = end - 1;
        if (end < 0)
        {
            return false;
        }

        // RFC 5321 §2.3.8: CR LF and nothing else ends a line.
        if (end == 0 || _input[from + length] != '\r')
        {
            throw SmtpReplyParser.Garbage("A reply line without CR before its LF");
        }

        _start += end + 1;
        return true;
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            _end -= _start;
            _start = 0;
        }

        if (_end == _input.Length)
        {
            throw SmtpReplyParser.Garbage($"A reply line of more than {MaxReplyLine} bytes");
        }

        var count = await _stream.ReadAsync(_input.AsMemory(_end));
        if (count == 0)
        {
            throw new EndOfStreamException("The next hop closed the connection");
        }

        _end += count;
    }
}
