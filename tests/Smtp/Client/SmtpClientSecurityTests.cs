using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>What a next hop must show before it gets mail, and before it gets our password.</summary>
public sealed class SmtpClientSecurityTests
{
    private static readonly SmtpClientCredentials s_credentials = new("ann", () => "s3cret");

    [Fact]
    public async Task Without_STARTTLS_nothing_goes_to_a_next_hop_of_which_TLS_is_required()
    {
        await using var hop = new TlsHop { Plain = [] };

        Assert.Equal("451 4.7.5", await SendAsync(hop, options => options with { RequireTls = true }));
        Assert.DoesNotContain("< MAIL", string.Join('\n', hop.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_goes_under_TLS_where_it_is_offered(bool isRequired)
    {
        await using var hop = new TlsHop();

        Assert.Equal("250", await SendAsync(hop, options => options with { RequireTls = isRequired }));
        Assert.Contains("* MAIL FROM:<ann@example.net>", hop.Lines);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_good_enough_only_unless_it_is_verified()
    {
        await using var hop = new TlsHop();

        Assert.Equal("451 4.7.5", await SendAsync(hop, options => options with { RequireTls = true, VerifyCertificate = true }));
        Assert.DoesNotContain("MAIL", string.Join('\n', hop.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_the_host_signed_by_someone_trusted_is_good()
    {
        await using var hop = new TlsHop();

        Assert.Equal("250", await SendAsync(hop, options => options with { RequireTls = true, VerifyCertificate = true, TrustedRoots = hop.Root }));
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_not_good()
    {
        await using var hop = new TlsHop();
        var address = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, ((System.Net.DnsEndPoint)hop.EndPoint).Port);

        var said = await SendAsync(hop, options => options with
        {
            EndPoints = [address],
            RequireTls = true,
            VerifyCertificate = true,
            TrustedRoots = hop.Root,
        });

        Assert.Equal("451 4.7.5", said);
    }

    [Theory]
    [InlineData("AUTH LOGIN PLAIN", "* AUTH PLAIN AGFubgBzM2NyZXQ=")]
    [InlineData("AUTH LOGIN", "* AUTH LOGIN\n* YW5u\n* czNjcmV0")]
    public async Task The_password_is_said_under_TLS(string offered, string lines)
    {
        await using var hop = new TlsHop { Encrypted = [offered, "XCLIENT NAME ADDR"] };

        Assert.Equal("250", await SendAsync(hop, options => options with { RequireTls = true, Credentials = s_credentials }));
        Assert.Contains(lines, string.Join('\n', hop.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("XCLIENT", string.Join('\n', hop.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTH CRAM-MD5", "235 Ok")]
    [InlineData("AUTH PLAIN", "535 5.7.8 No")]
    public async Task A_next_hop_that_does_not_let_us_in_refuses_nobodys_mail(string offered, string answer)
    {
        await using var hop = new TlsHop { Encrypted = [offered], AuthReply = answer };

        Assert.Equal("451 4.7.8", await SendAsync(hop, options => options with { RequireTls = true, Credentials = s_credentials }));
    }

    [Fact]
    public async Task The_password_is_never_said_in_the_clear()
    {
        await using var hop = new TlsHop { Plain = ["AUTH PLAIN LOGIN"] };

        Assert.Equal("451 4.7.8", await SendAsync(hop, options => options with { Credentials = s_credentials }));
        Assert.DoesNotContain("< AUTH", string.Join('\n', hop.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_cannot_be_read_delays_mail()
    {
        await using var hop = new TlsHop();
        var credentials = s_credentials with { ReadPassword = () => throw new IOException("gone") };

        Assert.Equal("451 4.7.8", await SendAsync(hop, options => options with { RequireTls = true, Credentials = credentials }));
    }

    private static async Task<string> SendAsync(TlsHop hop, Func<SmtpClientOptions, SmtpClientOptions> choose)
    {
        using var pool = new SmtpClientPool(choose(ClientWorld.Options(hop.EndPoint)), TimeProvider.System, NullLogger.Instance);
        var reply = await pool.SendAsync(ClientWorld.To("bob@example.com"));
        return $"{reply.Code} {reply.Enhanced}".TrimEnd();
    }
}
