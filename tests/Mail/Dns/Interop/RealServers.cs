using System.Globalization;
using System.Net;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Tests.Dns.Interop;

/// <summary>dnsmasq with a zone of its own, and unbound before it, on free ports of loopback.</summary>
internal sealed class RealServers : IAsyncDisposable
{
    private readonly List<ChildProcess> _children = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("dns-interop").FullName;

    public IPEndPoint Dnsmasq { get; } = new(IPAddress.Loopback, FreePort.Take());

    public IPEndPoint Unbound { get; } = new(IPAddress.Loopback, FreePort.Take());

    public static async Task<RealServers> StartAsync()
    {
        var servers = new RealServers();
        await servers.StartDnsmasqAsync();
        await servers.StartUnboundAsync();
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        // unbound first: a child of dnsmasq lives, and holds its output open, as long as unbound keeps its TCP connection.
        foreach (var child in Enumerable.Reverse(_children))
        {
            await child.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartDnsmasqAsync()
    {
        string[] zone =
        [
            "--host-record=a.mail.test,192.0.2.1,2001:db8::1", "--address=/many.test/192.0.2.7", "--mx-host=mail.test,a.mail.test,10",
            "--cname=one.mail.test,two.mail.test", "--cname=two.mail.test,three.mail.test", "--cname=three.mail.test,a.mail.test",
            "--ptr-record=1.2.0.192.in-addr.arpa,a.mail.test", "--txt-record=txt.mail.test,v=spf1 a,-all",
            .. Enumerable.Range(0, 30).Select(i => $"--txt-record=long.mail.test,{i} {new string('x', 200)}"),
        ];
        _children.Add(await ChildProcess.StartAsync(
            "/usr/sbin/dnsmasq",
            ["--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1", "--user=root", "--pid-file",
             $"--port={Dnsmasq.Port}", "--local=/test/", "--local=/in-addr.arpa/", "--dns-forward-max=2000", "--log-facility=-", .. zone]));
        await UntilItAnswersAsync(Dnsmasq);
    }

    private async Task StartUnboundAsync()
    {
        var config = string.Create(CultureInfo.InvariantCulture, $"""
            server:
              interface: 127.0.0.1@{Unbound.Port}
              access-control: 127.0.0.0/8 allow
              do-daemonize: no
              do-not-query-localhost: no
              use-syslog: no
              username: ""
              chroot: ""
              directory: "{_folder}"
              pidfile: "{_folder}/pid"
              module-config: "iterator"
              local-zone: "test." nodefault
              local-zone: "2.0.192.in-addr.arpa." nodefault
              root-hints: ""
            remote-control:
              control-enable: no
            forward-zone:
              name: "."
              forward-addr: 127.0.0.1@{Dnsmasq.Port}

            """);
        var path = Path.Combine(_folder, "unbound.conf");
        await File.WriteAllTextAsync(path, config);
        _children.Add(await ChildProcess.StartAsync("/usr/sbin/unbound", ["-d", "-c", path]));
        await UntilItAnswersAsync(Unbound);
    }

    private static async Task UntilItAnswersAsync(IPEndPoint server)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var settings = new DnsResolverSettings { Servers = [server], AttemptTime = TimeSpan.FromSeconds(1), FailureTtl = TimeSpan.FromMilliseconds(50) };
        using var dns = new DnsResolver(settings);
        while (!(await dns.QueryAsync("a.mail.test", DnsType.A, time.Token)).IsFound)
        {
            await Task.Delay(60, time.Token);
        }
    }
}
