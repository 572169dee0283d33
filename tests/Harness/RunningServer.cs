using System.Net;
using System.Text.RegularExpressions;

namespace MsLite.Harness;

/// <summary>
/// The real program as a process of its own, on free ports of 127.0.0.1, with /srv, /spam, state and mail below one temporary
/// folder. It can be stopped, killed and started again on the same folders and ports.
/// </summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    /// <summary>The reverse name of clients that a test says nothing about.</summary>
    public const string NameOfClients = "client.example.net";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _options;
    private readonly bool _ownsTree;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly IReadOnlyList<string> _under;
    private ChildProcess? _process;

    private RunningServer(
        TempTree tree, bool ownsTree, NameServer dns, Dictionary<string, string> options, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> under)
    {
        _under = under;
        Tree = tree;
        Dns = dns;
        _ownsTree = ownsTree;
        _options = options;
        _environment = environment;
    }

    /// <summary>Holds srv/, spam/, state/, mail/ and blacklist.d/.</summary>
    public TempTree Tree { get; }

    /// <summary>
    /// Whom it asks, never the machine's own resolver. Every client has a reverse name, no other name exists, until a test says so.
    /// The program keeps answers for a second at least: what a name says should be settled before it is asked.
    /// </summary>
    public NameServer Dns { get; }

    /// <summary>Where it speaks SMTP.</summary>
    public IPEndPoint Smtp { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Where it speaks HTTP.</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The process at this moment. It changes with each start.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Everything it printed since its last start.</summary>
    public string Log => Process.Output;

    /// <summary>The path of the set-up link it printed at its last start; empty when there was none to print.</summary>
    public string SetupLink => SetupPath().Match(Log).Value;

    /// <summary>The program's own file, as the tests' configuration (Debug or Release) built it.</summary>
    public static string ProgramFile { get; } = RepositoryRoot.Join(
        "src", "Server", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "MsLite.Web.dll");

    /// <summary>Starts the program and waits until both listeners are open.</summary>
    /// <param name="options">Below the section MsLite, such as ("Delivery", "smtp://127.0.0.1:2526"); they win over the harness's own.</param>
    /// <param name="tree">A folder to work in, for a test that made one before; it is then not deleted at the end.</param>
    /// <param name="dns">Another name server than the harness's own; it goes with the server.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <param name="under">A program that starts it, such as strace, with its options.</param>
    public static async Task<RunningServer> StartAsync(
        IEnumerable<(string Key, string Value)>? options = null,
        TempTree? tree = null,
        NameServer? dns = null,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<string>? under = null)
    {
        var folder = tree ?? new TempTree();
        var names = dns ?? new NameServer { NameOfClients = NameOfClients };
        var all = DefaultOptions(folder, names);
        foreach (var (key, value) in options ?? [])
        {
            all[key] = value;
        }

        var server = new RunningServer(folder, ownsTree: tree is null, names, all, environment ?? new Dictionary<string, string>(), under ?? []);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it after <see cref="KillAsync"/> or <see cref="StopAsync"/>: the same folders, options and ports.</summary>
    public async Task StartAgainAsync()
    {
        string[] command = [.. _under, "dotnet", ProgramFile, "serve", .. _options.Select(option => $"--MsLite:{option.Key}={option.Value}")];
        _process = await ChildProcess.StartAsync(command[0], command[1..], Tree.Root, CleanEnvironment());
        await _process.WaitForOutputAsync(log => SmtpAddress().IsMatch(log) && HttpAddress().IsMatch(log) && ArchivePath().IsMatch(log), s_startLimit);

        Smtp = IPEndPoint.Parse(SmtpAddress().Match(_process.Output).Groups["address"].Value);
        Http = new Uri(HttpAddress().Match(_process.Output).Value);
        _options["Smtp:Listen"] = Smtp.ToString();
        _options["Http:Listen"] = Http.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM, and waits for its orderly end.</summary>
    /// <param name="limit">40 s when null: running transactions have 30.</param>
    public Task StopAsync(TimeSpan? limit = null) => Process.StopAsync(limit ?? TimeSpan.FromSeconds(40));

    /// <summary>Runs another verb of the program (explain, lint, expire …) on the same folders and options.</summary>
    public async Task<(int ExitCode, string Output)> RunVerbAsync(params string[] arguments)
    {
        string[] all = [ProgramFile, .. arguments, .. _options.Select(option => $"--MsLite:{option.Key}={option.Value}")];
        await using var verb = await ChildProcess.StartAsync("dotnet", all, Tree.Root, CleanEnvironment());
        await verb.WaitForExitAsync();
        return (verb.ExitCode, verb.Output);
    }

    /// <summary>A new connection to the SMTP listener, nothing read or sent yet.</summary>
    public Task<SmtpTestClient> ConnectAsync(CancellationToken ct = default) => SmtpTestClient.ConnectAsync(Smtp, ct);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await Dns.DisposeAsync();
        if (_ownsTree)
        {
            Tree.Dispose();
        }
    }

    private static Dictionary<string, string> DefaultOptions(TempTree tree, NameServer dns) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["SrvRoot"] = tree.Folder("srv"),
        ["SpamRoot"] = tree.Folder("spam"),
        ["StateRoot"] = tree.Folder("state"),
        ["Delivery"] = $"maildir:{tree.Folder("mail")}",
        ["IpBlacklistDirectory"] = tree.Folder("blacklist.d"),
        ["Hostname"] = "mx.mslite.test",
        ["Smtp:Listen"] = "127.0.0.1:0",
        ["Smtp:TrustedProxies"] = "127.0.0.0/8",
        ["Http:Listen"] = "http://127.0.0.1:0",
        ["Dns:Servers"] = dns.Address.ToString(),
    };

    // Options of the developer's own shell must not reach the program under test.
    private Dictionary<string, string?> CleanEnvironment()
    {
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        return names.Where(name => name.StartsWith("MsLite__", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null)
            .Append(new("DOTNET_ENVIRONMENT", "Production"))
            .Concat(_environment.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    [GeneratedRegex(@"SMTP\s+(?<address>\d+\.\d+\.\d+\.\d+:[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SmtpAddress();

    [GeneratedRegex(@"https?://127\.0\.0\.1:[1-9]\d*", RegexOptions.None, 1000)]
    private static partial Regex HttpAddress();

    // In a log of JSON the lines of what the program says at its start stand behind each other.
    [GeneratedRegex(@"(\n|\\n)Archive ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArchivePath();

    [GeneratedRegex(@"/setup/[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex SetupPath();
}
