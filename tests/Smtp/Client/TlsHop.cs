using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MsLite.Smtp.Tests.Client;

/// <summary>A next hop with STARTTLS, a certificate for <c>localhost</c> and AUTH; it keeps the lines that came, and how they came.</summary>
internal sealed class TlsHop : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly Task _accepting;

    public TlsHop()
    {
        _listener.Start();
        EndPoint = new DnsEndPoint("localhost", ((IPEndPoint)_listener.LocalEndpoint).Port, AddressFamily.InterNetwork);
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint { get; }

    /// <summary>Whom to trust so that its certificate is good.</summary>
    public X509Certificate2Collection Root => [X509CertificateLoader.LoadCertificate(_certificate.Export(X509ContentType.Cert))];

    /// <summary>What EHLO offers before TLS.</summary>
    public string[] Plain { get; init; } = ["STARTTLS"];

    /// <summary>What EHLO offers under TLS.</summary>
    public string[] Encrypted { get; init; } = ["AUTH PLAIN LOGIN"];

    public string AuthReply { get; init; } = "235 2.7.0 Welcome";

    /// <summary>In the clear with <c>"&lt; "</c> in front, under TLS with <c>"* "</c>.</summary>
    public List<string> Lines { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _end.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await ServeAsync(client);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        try
        {
            await SayAsync(stream, "220 hop");
            while (await ReadAsync(stream) is { } line)
            {
                Lines.Add((stream is SslStream ? "* " : "< ") + line);
                await SayAsync(stream, Reply(line, stream is SslStream ? Encrypted : Plain));
                if (line == "STARTTLS")
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                    stream = tls;
                }
            }
        }
        catch (Exception end) when (end is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client left.
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private string Reply(string line, string[] offered) => line.Split(' ')[0] switch
    {
        "EHLO" => string.Join("\r\n", ["250-hop", .. offered.Select(word => $"250-{word}"), "250 8BITMIME"]),
        "STARTTLS" => "220 Go",
        "AUTH" when line == "AUTH LOGIN" => "334 VXNlcm5hbWU6",
        "AUTH" => AuthReply,
        "DATA" => "354 Go",
        "MAIL" or "RCPT" or "." => "250 Ok",
        _ when Lines.Count >= 2 && Lines[^2].EndsWith("AUTH LOGIN", StringComparison.Ordinal) => "334 UGFzc3dvcmQ6",
        _ when Lines.Count >= 3 && Lines[^3].EndsWith("AUTH LOGIN", StringComparison.Ordinal) => AuthReply,
        _ => "",
    };

    private async Task<string?> ReadAsync(Stream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, _end.Token) > 0)
        {
            if (octet[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)octet[0]);
        }

        return null;
    }

    private async Task SayAsync(Stream stream, string reply)
    {
        if (reply.Length > 0)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _end.Token);
        }
    }
}
