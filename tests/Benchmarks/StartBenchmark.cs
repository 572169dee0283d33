using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Benchmarks;

/// <summary>How long a client waits for the greeting, and a balancer for "ready", after the program was started over much policy and much archived mail.</summary>
internal static class StartBenchmark
{
    private const int Days = 30;
    private const int Domains = 2_000;
    private const int UsersOfEach = 5;
    private const int Starts = 9;

    private static readonly TimeSpan s_indexed = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(3);

    /// <param name="copies">How many there are to be.</param>
    /// <param name="kept">Where srv, spam and state stay for the next time; null for a folder that is removed in the end.</param>
    public static async Task<int> RunAsync(int copies, string? kept)
    {
        var folder = kept is null ? Directory.CreateTempSubdirectory("mslite-start-") : Directory.CreateDirectory(kept);
        try
        {
            using var http = new HttpClient();
            if (!Directory.Exists(Path.Combine(folder.FullName, "srv")))
            {
                QuarantineGenerator.Write(Path.Combine(folder.FullName, "spam"), copies, Days, Domains);
                WritePolicy(Path.Combine(folder.FullName, "srv"));
                await IndexAsync(folder.FullName, http);
            }

            var samples = new List<Sample>();
            for (var i = 0; i < Starts; i++)
            {
                samples.Add(await StartAsync(folder.FullName, http));
                await Task.Delay(s_quiet);
            }

            Report("greeting (220)", [.. samples.Select(sample => sample.Greeting)]);
            Report("ready (/readyz)", [.. samples.Select(sample => sample.Ready)]);
            return 0;
        }
        finally
        {
            if (kept is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static void WritePolicy(string root)
    {
        for (var domain = 0; domain < Domains; domain++)
        {
            var path = Path.Combine(root, QuarantineGenerator.DomainName(domain));
            var users = Directory.CreateDirectory(Path.Combine(path, "users", "valid")).FullName;
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(path, "checks")).FullName, "all"), "");
            for (var user = 0; user < UsersOfEach; user++)
            {
                File.WriteAllText(Path.Combine(users, FormattableString.Invariant($"user{user}")), "");
            }
        }
    }

    /// <summary>The first start reads everything; it is over when nothing waits any more.</summary>
    private static async Task IndexAsync(string root, HttpClient http)
    {
        var clock = Stopwatch.StartNew();
        using var run = Run.Begin(root);
        await run.UntilReadyAsync(http);
        var lastCpu = TimeSpan.Zero;
        while (run.Cpu - lastCpu > TimeSpan.FromMilliseconds(200))
        {
            lastCpu = run.Cpu;
            await Task.Delay(s_quiet);
            if (clock.Elapsed > s_indexed)
            {
                throw new TimeoutException("The archive was not indexed in time, so nothing was measured.");
            }
        }

        await run.EndAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"everything read and indexed by the first start in {clock.Elapsed.TotalSeconds:F0} s"));
    }

    private static async Task<Sample> StartAsync(string root, HttpClient http)
    {
        using var run = Run.Begin(root);
        var greeting = run.UntilGreetedAsync();
        var ready = await run.UntilReadyAsync(http);
        var sample = new Sample(await greeting, ready);
        await run.EndAsync();
        return sample;
    }

    private static void Report(string what, List<double> seconds)
    {
        seconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: median {seconds[seconds.Count / 2]:F2} s, best {seconds[0]:F2}, worst {seconds[^1]:F2}, of {seconds.Count} starts"));
    }

    /// <summary>Seconds after the process was begun.</summary>
    private sealed record Sample(double Greeting, double Ready);

    /// <summary>One life of the program.</summary>
    private sealed class Run : IDisposable
    {
        private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(2);
        private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly int _smtp = Server.FreePort();
        private readonly int _http = Server.FreePort();
        private readonly Process _process;

        private Run(string root)
        {
            var program = Path.Combine(AppContext.BaseDirectory, "MsLite.Web.dll");
            _process = Process.Start(new ProcessStartInfo(
                "dotnet",
                $"{program} serve --MsLite:Smtp:Listen=127.0.0.1:{_smtp} --MsLite:Http:Listen=http://127.0.0.1:{_http} --MsLite:SrvRoot={root}/srv"
                + $" --MsLite:SpamRoot={root}/spam --MsLite:StateRoot={root}/state --MsLite:Delivery=maildir:{root}/mail --MsLite:Hostname=mx.example.org"
                + " --MsLite:Clamav:Server=none --MsLite:Quarantine:Days=60")
            { RedirectStandardOutput = true, UseShellExecute = false })!;
            _process.OutputDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
        }

        public TimeSpan Cpu
        {
            get
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
        }

        public static Run Begin(string root) => new(root);

        public async Task<double> UntilGreetedAsync()
        {
            while (_clock.Elapsed < s_limit)
            {
                if (await IsGreetedAsync())
                {
                    return _clock.Elapsed.TotalSeconds;
                }

                await Task.Delay(s_between);
            }

            throw new TimeoutException("It did not greet.");
        }

        public async Task<double> UntilReadyAsync(HttpClient http)
        {
            while (_clock.Elapsed < s_limit)
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_http}/readyz"));
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        return _clock.Elapsed.TotalSeconds;
                    }
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }

                await Task.Delay(s_between);
            }

            throw new TimeoutException("It did not become ready.");
        }

        /// <summary>As systemd ends it, so that the next start finds nothing to mend.</summary>
        public async Task EndAsync()
        {
            using var kill = Process.Start("kill", ["-s", "TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        private async Task<bool> IsGreetedAsync()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _smtp);
                var greeting = new byte[512];
                return Encoding.ASCII.GetString(greeting, 0, await socket.ReceiveAsync(greeting)).StartsWith("220", StringComparison.Ordinal);
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
