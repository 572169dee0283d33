using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MsLite.Smtp.Server;

/// <summary>
/// Makes the certificate a server without one offers STARTTLS with. Mail servers encrypt to any certificate (RFC 7435), so it
/// keeps listeners out, though it proves nothing. Keeping it in a file is the program's part.
/// </summary>
public static class SelfSignedCertificate
{
    /// <summary>A certificate for <paramref name="hostname"/>, valid for ten years, with its private key, which can be exported.</summary>
    /// <param name="hostname">A DNS name or an IP address.</param>
    /// <param name="time">Its beginning is a day before now: clocks differ.</param>
    public static X509Certificate2 Create(string hostname, TimeProvider time)
    {
        // RSA: of the mail clients that are about, the oldest know nothing else.
        using var key = RSA.Create(2048);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(hostname.Length is > 0 and <= 64 ? hostname : "localhost");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));

        // RFC 5280 §4.2.1.12: id-kp-serverAuth.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(NamesOf(hostname));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));

        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));

        // An export and import: some platforms cannot use a key in TLS that never was in a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>What <see cref="SmtpServerOptions.Certificate"/> gives: the certificate with the intermediates that are sent along.</summary>
    public static SslStreamCertificateContext Context(X509Certificate2 certificate, X509Certificate2Collection? intermediates = null) =>
        SslStreamCertificateContext.Create(certificate, intermediates, offline: true);

    private static X509Extension NamesOf(string hostname)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(hostname, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(hostname.Length > 0 ? hostname : "localhost");
        }

        return names.Build();
    }
}
