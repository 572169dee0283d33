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

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public async Task<BsmtpRun> RunAsync(SmtpClientTransaction transaction, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Start() };
        process.Start();
        var output = new ProgramOutput(process.StandardOutput.BaseStream);
        var errors = new ProgramOutput(process.StandardError.BaseStream);
        using var late = new CancellationTokenSource(limit, clock);
        await using var kill = late.Token.UnsafeRegister(static process => Kill((Process)process!), process);
        var run = await WriteAsync(process, transaction, late.Token, ct);
        await process.WaitForExitAsync(CancellationToken.None);
        var patience = process.ExitCode == 0 ? s_lastWordsAfterSuccess : s_lastWords;
        return run with
        {
            ExitCode = process.ExitCode,
            IsLate = late.IsCancellationRequested,
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

    /// <summary>Until the end of the message is written, whatever goes wrong kills the program, so that it cannot take half a message for a whole one.</summary>
    private async Task<BsmtpRun> WriteAsync(Process process, SmtpClientTransaction transaction, CancellationToken late, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late, ct);
        await using var kill = either.Token.UnsafeRegister(static process => Kill((Process)process!), process);
        var input = process.StandardInput.BaseStream;
        try
        {
            var fault = await BatchSmtp.WriteAsync(transaction, helloName, input, either.Token);
            if (fault is not null)
            {
                Kill(process);
            }

            return new BsmtpRun { Fault = fault, IsWhole = fault is null };
        }
        catch (OperationCanceledException)
        {
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

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It had ended by itself.
        }
    }
}
