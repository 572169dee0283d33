using System.Net.Security;
using System.Security.Cryptography;

namespace MsLite.Web.Start;

/// <summary>
/// The certificate for STARTTLS: the operator's file, or a self-signed one made at the first start and kept. Asked at each
/// handshake, so that a renewed file is taken without a restart; a file that cannot be read leaves the old one in use.
/// </summary>
internal sealed class ServerCertificate(string path, TimeProvider clock, ILogger<ServerCertificate> log)
{
    // A handshake costs milliseconds, a look at the file microseconds; a second still spares a flood of them.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private SslStreamCertificateContext? _current;
    private DateTime _modified;
    private long _looked;

    public string Path => path;

    /// <summary>The certificate of this moment, with its key and the chain behind it.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_current is null || clock.GetElapsedTime(_looked) >= s_lookEvery)
                {
                    Look();
                }

                return _current!;
            }
        }
    }

    private void Look()
    {
        _looked = clock.GetTimestamp();
        var modified = File.GetLastWriteTimeUtc(path);
        if (modified == _modified)
        {
            return;
        }

        try
        {
            // The old one is left to the collector: a handshake may still hold it.
            _current = CertificateFile.Load(path);
            log.CertificateRead(path);
        }
        catch (Exception fault) when (_current is not null && fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log.CertificateUnreadable(fault, path);
        }

        _modified = modified;
    }
}
