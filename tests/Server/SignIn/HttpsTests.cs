using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>The panel under HTTPS, where others can reach it.</summary>
public sealed class HttpsTests : IAsyncLifetime
{
    private readonly TempTree _tree = new();
    private RunningServer _server = null!;

    private string Certificate => _tree.Path("panel.pem");

    public async Task InitializeAsync()
    {
        WriteCertificate("first.example");
        _server = await RunningServer.StartAsync(
            [("Http:Listen", "https://127.0.0.1:0"), ("Http:Certificate", Certificate), ("Http:TrustedProxies", "192.0.2.1")], _tree);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_and_TLS_alone()
    {
        using var client = Client();

        using var answer = await client.SubmitAsync(
            _server.SetupLink, "setup", ("Name", "admin"), ("Password", PanelForm.Password), ("Again", PanelForm.Password));

        var cookie = answer.Headers.GetValues("Set-Cookie").First(cookie => cookie.StartsWith("__Host-mslite=", StringComparison.Ordinal));
        Assert.Matches("^__Host-mslite=[A-Za-z0-9_-]{43}; path=/; secure; samesite=strict; httponly$", cookie);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        Assert.Equal("CN=first.example", await SubjectAsync());

        WriteCertificate("second.example");
        await UntilAsync("CN=second.example");

        await File.WriteAllTextAsync(Certificate, "-----BEGIN nonsense");
        File.SetLastWriteTimeUtc(Certificate, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("CN=second.example", await SubjectAsync());
    }

    private HttpClient Client(Action<X509Certificate?>? look = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                look?.Invoke(certificate);
                return certificate?.Subject.EndsWith(".example", StringComparison.Ordinal) == true;
            },
        },
    })
    { BaseAddress = _server.Http };

    private async Task<string> SubjectAsync()
    {
        var subject = "";
        using var client = Client(certificate => subject = certificate!.Subject);
        using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
        return subject;
    }

    // It looks at the file once a second, and at a handshake.
    private async Task UntilAsync(string subject)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await SubjectAsync() != subject)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private void WriteCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Certificate + ".new", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        File.Move(Certificate + ".new", Certificate, overwrite: true);
    }
}
