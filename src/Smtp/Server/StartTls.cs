using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace MsLite.Smtp.Server;

/// <summary>The step from plain text into TLS (RFC 3207).</summary>
internal sealed class StartTls(Wire wire, IDuplexPipe transport, SmtpEngine engine, SmtpClientHost client)
{
    /// <summary>Null and TLS is up, or the reply that says why not. The "220" has been sent in the first case.</summary>
    /// <exception cref="AuthenticationException">The handshake failed; the connection is of no more use. So with IOException and OperationCanceledException.</exception>
    public async Task<SmtpReply?> UpgradeAsync(SmtpReply ready)
    {
        if (engine.Options.Certificate() is not { } certificate)
        {
            return SmtpReplies.TlsUnavailable;
        }

        // RFC 3207 §4.2, CVE-2011-0411: what came in plain text behind STARTTLS may have been put there by a stranger.
        if (HasPlaintext())
        {
            SmtpLog.PlaintextAfterStartTls(engine.Logger, client.SessionId, client.EndPoint);
            return SmtpReplies.PlaintextAfterStartTls;
        }

        Protocol.ReplyWriter.Write(wire.Output, ready, utf8: false);
        if (!await wire.FlushAsync(wire.After(engine.Limits.Command)))
        {
            throw new IOException("The client went away before the TLS handshake.");
        }

        var secured = await HandshakeAsync(certificate);
        client.Tls = $"{Name(secured.SslProtocol)} {secured.NegotiatedCipherSuite}";
        wire.Secure(secured);
        engine.Metrics.Handshake(succeeded: true);
        SmtpLog.Secured(engine.Logger, client.SessionId, client.EndPoint, client.Tls);
        return null;
    }

    private bool HasPlaintext()
    {
        if (!wire.TryRead())
        {
            return false;
        }

        var there = !wire.Buffer.IsEmpty;
        wire.Advance(wire.Buffer.Start, wire.Buffer.Start);
        return there;
    }

    private async Task<SslStream> HandshakeAsync(SslStreamCertificateContext certificate)
    {
        var secured = new SslStream(new DuplexStream(transport));
        try
        {
            using var clock = new CancellationTokenSource(engine.Limits.Handshake, engine.Time);
            await secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate,

                    // RFC 8996: TLS 1.0 and 1.1 are not to be used.
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    AllowRenegotiation = false,
                },
                clock.Token);
            return secured;
        }
        catch (Exception)
        {
            engine.Metrics.Handshake(succeeded: false);
            await secured.DisposeAsync();
            throw;
        }
    }

    private static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => protocol.ToString(),
    };
}
