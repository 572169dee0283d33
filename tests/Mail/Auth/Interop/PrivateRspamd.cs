using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Mail.Tests.Auth.Interop;

/// <summary>An rspamd of the test's own on a free port of loopback that does nothing but sign, with an RSA and an Ed25519 key.</summary>
internal sealed class PrivateRspamd : IAsyncDisposable
{
    public const string Program = "/usr/bin/rspamd";
    public const string Admin = "/usr/bin/rspamadm";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("rspamd").FullName;
    private readonly IPEndPoint _endPoint = new(IPAddress.Loopback, FreePort.Take());
    private readonly HttpClient _http = new() { Timeout = s_limit };
    private ChildProcess? _process;

    /// <summary>The TXT record of each selector, as rspamadm gave it.</summary>
    public Dictionary<string, string> Records { get; } = [];

    public static async Task<PrivateRspamd> StartAsync(string domain)
    {
        var rspamd = new PrivateRspamd();
        try
        {
            await rspamd.MakeKeyAsync(domain, "rsa", "-b", "2048");
            await rspamd.MakeKeyAsync(domain, "ed", "-t", "ed25519");
            var config = Path.Combine(rspamd._folder, "rspamd.conf");
            await File.WriteAllTextAsync(config, rspamd.Config(domain));
            await File.WriteAllTextAsync(Path.Combine(rspamd._folder, "tld"), "example\n");
            rspamd._process = await ChildProcess.StartAsync(Program, ["-c", config, "-f", "-i", "--var", $"DBDIR={rspamd._folder}", "--var", $"RUNDIR={rspamd._folder}"]);
            await rspamd._process.WaitForOutputAsync(log => log.Contains("starting normal process", StringComparison.Ordinal), s_limit);
            return rspamd;
        }
        catch
        {
            await rspamd.DisposeAsync();
            throw;
        }
    }

    /// <summary>The message with a signature by each key in front of it.</summary>
    public async Task<byte[]> SignAsync(byte[] message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_endPoint}/checkv2") { Content = new ByteArrayContent(message) };
        request.Headers.TryAddWithoutValidation("IP", "127.0.0.1");
        using var reply = await _http.SendAsync(request);
        using var answer = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        if (!answer.RootElement.TryGetProperty("dkim-signature", out var signatures))
        {
            throw new InvalidOperationException($"rspamd did not sign: {answer.RootElement}\n{_process!.Output}");
        }

        var fields = signatures.EnumerateArray().Select(value => $"DKIM-Signature: {value.GetString()}\r\n");
        return [.. Encoding.ASCII.GetBytes(string.Concat(fields)), .. message];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { HasExited: false } process)
        {
            // Its workers end with it when it is asked to end, not when it is killed.
            await process.StopAsync(s_limit);
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeKeyAsync(string domain, string selector, params string[] kind)
    {
        string[] arguments = ["dkim_keygen", "-d", domain, "-s", selector, "-k", Path.Combine(_folder, selector + ".key"), .. kind];
        var zoneLine = await OtherProgram.RunAsync("", Admin, arguments);

        // selector._domainkey IN TXT ( "v=DKIM1; k=rsa; " "p=…" "…" ) ;
        Records[selector] = string.Concat(zoneLine.Split('"').Where((_, at) => at % 2 == 1));
    }

    private string Config(string domain) => string.Create(CultureInfo.InvariantCulture, $$"""
        options {
            pidfile = "{{_folder}}/pid";
            tempdir = "{{_folder}}";
            stats_file = "{{_folder}}/stats";
            hs_cache_dir = "{{_folder}}";
            url_tld = "{{_folder}}/tld";
            filters = "dkim";
            local_addrs = "127.0.0.0/8";
            dns { nameserver = "127.0.0.1:9"; }
        }
        logging { type = "console"; level = "info"; }
        worker "normal" { bind_socket = "{{_endPoint}}"; count = 1; }
        modules { path = "/usr/share/rspamd/plugins/dkim_signing.lua"; }
        lua = "/usr/share/rspamd/rules/rspamd.lua";
        dkim { }
        dkim_signing {
            enabled = true;
            sign_local = true;
            allow_envfrom_empty = true;
            use_esld = false;
            domain {
                {{domain}} {
                    selectors [ { path = "{{_folder}}/rsa.key"; selector = "rsa"; }, { path = "{{_folder}}/ed.key"; selector = "ed"; } ]
                }
            }
        }

        """);
}
