using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Benchmarks;

/// <summary>A server under test, as a process of its own, with its CPU time and memory as the kernel counts them.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    private Server(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Seconds of CPU since the start, user and system together.</summary>
    public double Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Resident memory in MB.</summary>
    public double Memory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static Server StartSink() => Start(port => ("smtp-sink", $"-u nobody 127.0.0.1:{port} 2000"));

    /// <summary>The program without a virus scanner, whose time would be the scanner's.</summary>
    /// <param name="root">Holds srv, spam and state, and is where the program runs.</param>
    /// <param name="dns">Whom it asks.</param>
    /// <param name="more">Further options.</param>
    /// <param name="http">The panel's port; any when 0.</param>
    public static Server StartProgram(string root, int nextHop, IPEndPoint dns, string more = "", int http = 0)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MsLite.Web.dll");
        return Start(port => ("dotnet", $"{program} serve --MsLite:Smtp:Listen=127.0.0.1:{port} --MsLite:Http:Listen=http://127.0.0.1:{http}"
            + $" --MsLite:SrvRoot={root}/srv --MsLite:SpamRoot={root}/spam --MsLite:StateRoot={root}/state"
            + $" --MsLite:Delivery=smtp://127.0.0.1:{nextHop} --MsLite:Smtp:MaxConnections=10000"
            + $" --MsLite:Dns:Servers={dns} --MsLite:Clamav:Server=none {more}"), root);
    }

    /// <summary>Has it read its options anew, at once.</summary>
    public void HangUp()
    {
        using var kill = Process.Start("kill", ["-HUP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Server Start(Func<int, (string Program, string Arguments)> command, string? folder = null)
    {
        var port = FreePort();
        var (program, arguments) = command(port);
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        WaitFor(port, process);
        return new Server(process, port);
    }

    private static void WaitFor(int port, Process process)
    {
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < TimeSpan.FromSeconds(60))
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                Thread.Sleep(50);
            }
        }

        throw new TimeoutException($"Nothing listens on port {port}.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
