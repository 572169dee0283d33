using System.Security.Cryptography.X509Certificates;
using MsLite.Filter;
using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>Tells whose the certificates are that the program shows, and until when they are good.</summary>
internal sealed class Certificates(ServerCertificate smtp, PanelCertificate panel, MsLiteOptions options) : ICertificates
{
    public IReadOnlyList<CertificateFacts> All => options.Http.Listen.Any(text => HttpAddress.TryParse(text, out var address) && address.IsHttps)
        ? [Facts("SMTP", smtp), Facts("HTTPS", panel.File)]
        : [Facts("SMTP", smtp)];

    private static CertificateFacts Facts(string use, ServerCertificate file)
    {
        var certificate = file.Current.TargetCertificate;
        return new CertificateFacts(
            use, file.Path, Names(certificate), PlainText.Clean(certificate.Issuer), new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter),
            certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
    }

    // RFC 6125 §6.4.4: the common name counts only where there are no other names.
    private static List<string> Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .Select(name => PlainText.Clean(name)).ToList();
        return names.Count > 0 ? names : [PlainText.Clean(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))];
    }
}
