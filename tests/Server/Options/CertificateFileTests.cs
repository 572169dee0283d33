using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Options;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CertificateFileTests : IDisposable
{
    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_self_signed_certificate_is_made_once_and_its_key_is_nobody_elses()
    {
        var faults = new List<string>();
        var options = new MsLiteOptions { StateRoot = _tree.Root, Hostname = "mx.example.com" };

        var path = CertificateFile.Prepare(options, TimeProvider.System, faults);
        var first = CertificateFile.Load(path).TargetCertificate;
        CertificateFile.Prepare(options, TimeProvider.System, faults);

        Assert.Empty(faults);
        Assert.Equal("CN=mx.example.com", first.Subject);
        Assert.True(first.HasPrivateKey);
        Assert.Equal(first.Thumbprint, CertificateFile.Load(path).TargetCertificate.Thumbprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_PFX_file_is_read()
    {
        using var certificate = Make("pfx.example.com");
        File.WriteAllBytes(_tree.Path("a.pfx"), certificate.Export(X509ContentType.Pfx));

        Assert.Equal("CN=pfx.example.com", CertificateFile.Load(_tree.Path("a.pfx")).TargetCertificate.Subject);
    }

    [Fact]
    public void The_key_may_stand_beside_the_chain()
    {
        using var certificate = Make("beside.example.com");
        _tree.Touch("fullchain.pem", certificate.ExportCertificatePem());
        _tree.Touch("privkey.pem", Key(certificate));

        Assert.True(CertificateFile.Load(_tree.Path("fullchain.pem")).TargetCertificate.HasPrivateKey);
    }

    [Theory]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_that_is_no_certificate_is_a_fault_with_its_name(string content)
    {
        var faults = new List<string>();
        var options = new MsLiteOptions();
        options.Smtp.Certificate = _tree.Touch("bad.pem", content);

        CertificateFile.Prepare(options, TimeProvider.System, faults);

        Assert.Contains(options.Smtp.Certificate, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_file_is_taken_and_a_broken_one_leaves_the_old()
    {
        var path = Write("old.example.com", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var served = new ServerCertificate(path, _clock, NullLogger<ServerCertificate>.Instance);
        var old = served.Current.TargetCertificate.Subject;

        Write("new.example.com", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        _clock.Advance(TimeSpan.FromSeconds(2));
        var renewed = served.Current.TargetCertificate.Subject;
        File.WriteAllText(path, "half of a fi");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(("CN=old.example.com", "CN=new.example.com"), (old, renewed));
        Assert.Equal("CN=new.example.com", served.Current.TargetCertificate.Subject);
    }

    private string Write(string name, DateTime modified)
    {
        using var certificate = Make(name);
        var path = _tree.Touch("served.pem", $"{certificate.ExportCertificatePem()}\n{Key(certificate)}\n");
        File.SetLastWriteTimeUtc(path, modified);
        return path;
    }

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
