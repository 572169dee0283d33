using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MsLite.Harness;

namespace MsLite.Smtp.Tests.Client;

/// <summary>A whole Postfix of a test's own: own configuration, queue and port, on loopback only. It delivers into one Maildir.</summary>
public sealed class PrivatePostfix : IAsyncLifetime
{
    private readonly TempTree _tree = new();
    private ChildProcess? _master;

    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, RealPeer.FreePort());

    public async Task InitializeAsync()
    {
        if (!RealPeer.IsHere)
        {
            return;
        }

        await PrepareAsync();
        await RunAsync("postfix", "-c", _tree.Path("conf"), "check");

        // Not by "postfix start", whose scripts stand between us and the process that is to end with us.
        _master = await ChildProcess.StartAsync("/usr/lib/postfix/sbin/master", ["-c", _tree.Path("conf"), "-d"]);
        await RealPeer.WaitForPortAsync(EndPoint.Port);
    }

    /// <summary>The message that has this line in it, once Postfix has delivered it, with LF line ends.</summary>
    public async Task<string> FindAsync(string line)
    {
        string? found = null;
        await Eventually.TrueAsync(() => (found = _tree.Files("mail/box/new")
            .Select(file => File.ReadAllText(_tree.Path($"mail/box/new/{file}"), System.Text.Encoding.Latin1))
            .FirstOrDefault(text => text.Contains(line, StringComparison.Ordinal))) is not null);
        return found!;
    }

    public async Task DisposeAsync()
    {
        if (_master is not null)
        {
            await _master.StopAsync(TimeSpan.FromSeconds(20));
            await _master.DisposeAsync();
        }

        _tree.Dispose();
    }

    private async Task PrepareAsync()
    {
        foreach (var folder in new[] { "queue", "data", "mail" })
        {
            _tree.Folder(folder);
        }

        // Postfix's own users must get through to their folders.
        await RunAsync("chmod", "755", _tree.Root);
        await RunAsync("chown", "postfix", _tree.Path("data"));
        await RunAsync("chown", "nobody", _tree.Path("mail"));
        WriteCertificate();
        _tree.Touch("conf/main.cf", MainCf());
        _tree.Touch("conf/master.cf", MasterCf());
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=hop.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _tree.Touch("conf/hop.pem", key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
    }

    private string MainCf() => $"""
        compatibility_level = 3.6
        queue_directory = {_tree.Path("queue")}
        data_directory = {_tree.Path("data")}
        maillog_file = {_tree.Path("data/log")}
        maillog_file_prefixes = {_tree.Root}
        myhostname = hop.test
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        local_header_rewrite_clients =
        virtual_mailbox_domains = example.com
        virtual_mailbox_base = {_tree.Path("mail")}
        virtual_mailbox_maps = static:box/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        virtual_minimum_uid = 1
        smtpd_tls_security_level = may
        smtpd_tls_cert_file = {_tree.Path("conf/hop.pem")}
        smtpd_tls_received_header = yes
        smtpd_authorized_xclient_hosts = 127.0.0.0/8
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_recipient_restrictions = check_recipient_access inline:gone@example.com=REJECT
        smtputf8_enable = yes

        """.Replace("inline:gone@example.com=REJECT", "inline:{gone@example.com=REJECT}", StringComparison.Ordinal);

    private string MasterCf() => $"""
        127.0.0.1:{EndPoint.Port} inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        virtual unix - n n - - virtual
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        proxymap unix - - n - - proxymap
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd

        """;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(program, arguments);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, child.Output);
    }
}
