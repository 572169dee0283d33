using System.Diagnostics;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Runs a program that reads batch SMTP, such as exim's <c>rsmtp</c>: no shell, little environment, bounded time.</summary>
internal sealed class BsmtpProgram(string path, string helloName, TimeSpan limit, TimeProvider clock)
{
    // What a program needs to find others and its own files; not our options, which may hold passwords.
    private static readonly string[] s_environment = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ"];

    // The program's own words are in the pipe when it ends. Processes that it leaves behind to deliver may hold the pipe longer.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lastWordsAfterSuccess = TimeSpan.FromMilliseconds(20);

    // What was killed is gone at once. What then still runs is not ours to kill, and may run for ever.
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(5);

    /// <summary>Stops the program as far as we may: one that runs as another user (set-user-ID) is not ours to kill.</summary>
    public Action<Process> Kill { get; init; } = TryKill;

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public async Task<BsmtpRun> RunAsync(SmtpClientTransaction transaction, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Start() };
        process.Start();
        var output = new ProgramOutput(process.StandardOutput.BaseStream);
        var errors = new ProgramOutput(process.StandardError.BaseStream);
        using var late = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token);
        await using var kill = stop.Token.UnsafeRegister(process => Kill((Process)process!), process);
        var run = await WriteAsync(process, transaction, stop, ct);
        var hasEnded = await EndsAsync(process, stop.Token);
        var exitCode = hasEnded ? process.ExitCode : BsmtpRun.NoExitCode;
        var patience = exitCode == 0 ? s_lastWordsAfterSuccess : s_lastWords;
        return run with
        {
            ExitCode = exitCode,
            IsLate = late.IsCancellationRequested,
            IsRunning = !hasEnded,
            Output = await output.TakeAsync(patience, clock),
            Errors = await errors.TakeAsync(patience, clock),
        };
    }

    private ProcessStartInfo Start()
    {
        // exim called as rsmtp reads batch SMTP anyway; called by another name it needs the option.
        var start = new ProcessStartInfo(path, ["-bS"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Except(s_environment, StringComparer.Ordinal).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Until the end of the message is written, whatever goes wrong kills the program: it must not take half a message for a whole one.</summary>
    private async Task<BsmtpRun> WriteAsync(Process process, SmtpClientTransaction transaction, CancellationTokenSource stop, CancellationToken ct)
    {
        await using var leave = ct.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), stop);
        var input = process.StandardInput.BaseStream;
        try
        {
            var fault = await BatchSmtp.WriteAsync(transaction, helloName, input, stop.Token);
            if (fault is not null)
            {
                await stop.CancelAsync();
            }

            return new BsmtpRun { Fault = fault, IsWhole = fault is null };
        }
        catch (OperationCanceledException)
        {
            // Before its input is closed, which it could take for the end: what the token calls may come later.
            Kill(process);
            return new BsmtpRun();
        }
        catch (IOException)
        {
            // It stopped reading, and may have said why.
            return new BsmtpRun();
        }
        finally
        {
            Close(input);
        }
    }

    /// <summary>Waits as long as it takes, but not for one that was killed in vain.</summary>
    private async Task<bool> EndsAsync(Process process, CancellationToken stop)
    {
        using var enough = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var begin = stop.UnsafeRegister(static enough => ((CancellationTokenSource)enough!).CancelAfter(s_afterKill), enough);
        try
        {
            await process.WaitForExitAsync(enough.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return process.HasExited;
        }
    }

    private static void Close(Stream input)
    {
        try
        {
            input.Dispose();
        }
        catch (IOException)
        {
            // The program has gone.
        }
    }

    private static void TryKill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It had ended by itself, or it runs as another user.
        }
    }
}
