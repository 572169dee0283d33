using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace MsLite.Harness;

/// <summary>
/// A program run by a test, with its output kept. It dies with the test run, even when that is killed: Linux sends it SIGKILL
/// when the thread that started it ends, so one thread that lives as long as the test process starts them all.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly BlockingCollection<Action> s_starts = [];
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess()
    {
        var starter = new Thread(() =>
        {
            foreach (var start in s_starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "starts child processes" };
        starter.Start();
    }

    private ChildProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Only after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>All lines so far, of standard output and error.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program found in PATH, with standard input closed.</summary>
    /// <param name="environment">Set in addition to ours; a null value unsets.</param>
    public static async Task<ChildProcess> StartAsync(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // Whoever runs the tests under nohup has them ignore SIGHUP, and a child would inherit that.
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "env", "--default-signal=HUP", program, .. arguments])
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = info });
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        s_starts.Add(() => child.Start(started));
        await started.Task;
        return child;
    }

    /// <summary>Waits until the output satisfies a condition. Throws with the output when the program ends first or time is up.</summary>
    public async Task WaitForOutputAsync(Func<string, bool> enough, TimeSpan limit)
    {
        using var clock = new CancellationTokenSource(limit);
        var ended = WaitForExitAsync();
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                grown = _grown.Task;
            }

            if (enough(Output))
            {
                return;
            }

            try
            {
                await Task.WhenAny(grown, ended).WaitAsync(clock.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"{_process.StartInfo.ArgumentList[2]} did not print what was awaited within {limit}:\n{Output}", late);
            }

            if (ended.IsCompleted && !enough(Output))
            {
                throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[2]} ended with {ExitCode}:\n{Output}");
            }
        }
    }

    public Task WaitForExitAsync(CancellationToken ct = default) => _process.WaitForExitAsync(ct);

    /// <summary>Sends a signal by its name, such as "TERM", "STOP" or "KILL".</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no shutdown code runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGTERM, then waits for the end. Throws when it does not come in time.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await SignalAsync("TERM");
        await WaitForExitAsync().WaitAsync(limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Start(TaskCompletionSource started)
    {
        try
        {
            _process.Start();
            _process.StandardInput.Close();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            started.SetResult();
        }
        catch (Exception fault)
        {
            started.SetException(fault);
        }
    }

    private void Append(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _output.Append(line).Append('\n');
            _grown.SetResult();
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
