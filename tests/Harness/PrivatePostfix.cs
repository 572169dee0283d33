using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace MsLite.Harness;

/// <summary>A whole Postfix of the test's own, on a free port, which puts all mail for example.com into one Maildir. Needs root.</summary>
public sealed class PrivatePostfix : IAsyncDisposable
{
    /// <summary>Settings with which it offers STARTTLS, with a certificate that nobody has signed.</summary>
    public static readonly IReadOnlyList<string> Tls =
        ["smtpd_tls_security_level = may", "smtpd_tls_cert_file = $config_directory/hop.pem", "smtpd_tls_received_header = yes"];

    private const string Master = "/usr/lib/postfix/sbin/master";
    private readonly TempTree _tree;
    private readonly ChildProcess _master;

    private PrivatePostfix(TempTree tree, ChildProcess master, int port)
    {
        _tree = tree;
        _master = master;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>For the option Delivery.</summary>
    public string Url => $"smtp://{EndPoint}";

    /// <summary>Null when it can be started here.</summary>
    public static string? SkipReason =>
        Environment.UserName != "root" ? "A private Postfix must be started by root." : Tool.SkipReason("postfix", Master);

    /// <summary>How many messages have come to rest in the Maildir.</summary>
    public int Count => _tree.Files("mail/all/new").Count;

    /// <param name="settings">Further lines of main.cf, such as "virtual_mailbox_maps = inline:{ann@example.com=all/}".</param>
    public static async Task<PrivatePostfix> StartAsync(params IEnumerable<string> settings)
    {
        var tree = new TempTree();
        var port = FreePort.Take();
        var own = settings.ToList();
        tree.Touch("etc/main.cf", MainCf(tree.Root, own.Select(NameOf)) + string.Join('\n', own) + "\n");
        tree.Touch("etc/hop.pem", Certificate());
        tree.Touch("etc/master.cf", MasterCf(port));
        tree.Folder("queue");
        tree.Folder("data");
        tree.Folder("mail");
        await RunAsync("chmod", "0755", tree.Root);
        await RunAsync("chown", "postfix", tree.Path("data"));
        await RunAsync("chown", "nobody", tree.Path("mail"));
        // "check" makes the queue's folders; the master is started without its script, so that it is our child and dies with us.
        await RunAsync(Tool.Find("postfix")!, "-c", tree.Path("etc"), "check");
        var master = await ChildProcess.StartAsync(Master, ["-c", tree.Path("etc"), "-d"], tree.Root);
        await FreePort.WaitForAsync(port, TimeSpan.FromSeconds(30));
        return new PrivatePostfix(tree, master, port);
    }

    /// <summary>What has come to rest, by recipient: LF line ends, Postfix's own fields in front.</summary>
    public IReadOnlyList<(string Recipient, byte[] Content)> Messages() =>
        [.. _tree.Files("mail/all/new").Select(file => File.ReadAllBytes(_tree.Path($"mail/all/new/{file}")))
            .Select(content => (DeliveredTo(Encoding.Latin1.GetString(content)), content))];

    /// <summary>The message that has this line in it, once it has come to rest.</summary>
    public async Task<string> FindAsync(string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var texts = Messages().Select(message => Encoding.Latin1.GetString(message.Content));
            if (texts.FirstOrDefault(text => text.Contains(line, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _master.StopAsync(TimeSpan.FromSeconds(20));
        await _master.DisposeAsync();
        _tree.Dispose();
    }

    private static string DeliveredTo(string message)
    {
        const string Field = "\nDelivered-To: ";
        var start = message.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return message[start..message.IndexOf('\n', start)];
    }

    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=next.hop.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n";
    }

    private static string NameOf(string setting) => setting[..setting.IndexOf('=', StringComparison.Ordinal)].TrimEnd();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }

    /// <summary>Everything that would touch the message's text is switched off.</summary>
    /// <param name="without">Settings that the test gives itself.</param>
    private static string MainCf(string root, IEnumerable<string> without)
    {
        var names = without.ToHashSet();
        return string.Concat(DefaultMainCf(root).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !names.Contains(NameOf(line))).Select(line => line + "\n"));
    }

    private static string DefaultMainCf(string root) => $"""
        compatibility_level = 3.6
        queue_directory = {root}/queue
        data_directory = {root}/data
        maillog_file = {root}/data/maillog
        maillog_file_prefixes = {root}
        myhostname = next.hop.test
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        mydestination =
        alias_maps =
        alias_database =
        message_size_limit = 0
        virtual_mailbox_domains = example.com
        virtual_mailbox_base = {root}/mail
        virtual_mailbox_maps = static:all/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        virtual_minimum_uid = 1
        virtual_mailbox_limit = 0
        smtpd_relay_restrictions = permit_mynetworks, reject
        local_header_rewrite_clients =
        message_drop_headers =
        disable_mime_input_processing = yes
        hopcount_limit = 200

        """;

    private static string MasterCf(int port) => $"""
        127.0.0.1:{port} inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        virtual unix - n n - 4 virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd

        """;
}

/// <summary>A test that starts a <see cref="PrivatePostfix"/>, skipped where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostfixFactAttribute : FactAttribute
{
    public PostfixFactAttribute() => Skip = PrivatePostfix.SkipReason;
}

/// <summary>The same, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostfixTheoryAttribute : TheoryAttribute
{
    public PostfixTheoryAttribute() => Skip = PrivatePostfix.SkipReason;
}
