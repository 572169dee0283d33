using System.Security.Cryptography.X509Certificates;
using MsLite.Harness;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

public sealed class SelfSignedCertificateTests
{
    [Fact]
    public void Is_for_the_host_and_for_TLS_servers()
    {
        var clock = new ManualClock();
        using var certificate = SelfSignedCertificate.Create("mx.example.net", clock);
        Assert.True(certificate.MatchesHostname("mx.example.net"));
        Assert.True(certificate.HasPrivateKey);
        Assert.InRange(clock.GetUtcNow().UtcDateTime, certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        Assert.Contains(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>(), oid => oid.Value == "1.3.6.1.5.5.7.3.1");
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("machine")]
    public void Is_for_a_host_without_a_domain_too(string hostname)
    {
        using var certificate = SelfSignedCertificate.Create(hostname, TimeProvider.System);
        Assert.True(certificate.MatchesHostname(hostname));
    }

    [Fact]
    public void Its_key_can_be_kept()
    {
        using var certificate = SelfSignedCertificate.Create("mx.example.net", TimeProvider.System);
        using var again = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        Assert.True(again.HasPrivateKey);
        Assert.Equal(certificate.GetCertHashString(), again.GetCertHashString());
    }
}
