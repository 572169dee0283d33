using System.Diagnostics;

namespace MsLite.Mail.Tests.Auth.Interop;

/// <summary>A test that needs files of Debian's packages; where they are absent it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DebianFactAttribute : FactAttribute
{
    public DebianFactAttribute(params string[] paths)
    {
        Paths = paths;
        var missing = Array.FindAll(paths, path => !Path.Exists(path));
        Skip = missing.Length == 0 ? null : $"Not installed: {string.Join(", ", missing)} (test.sh installs what Debian has).";
    }

    public IReadOnlyList<string> Paths { get; }
}

/// <summary>Runs another implementation to its end.</summary>
internal static class OtherProgram
{
    public const string Python = "/usr/bin/python3";
    public const string PythonSpf = "/usr/lib/python3/dist-packages/spf.py";
    public const string PythonDkim = "/usr/lib/python3/dist-packages/dkim/__init__.py";
    public const string PythonNacl = "/usr/lib/python3/dist-packages/nacl/__init__.py";
    public const string Perl = "/usr/bin/perl";
    public const string PerlSpf = "/usr/share/perl5/Mail/SPF.pm";
    public const string PerlDkim = "/usr/share/perl5/Mail/DKIM/Signer.pm";
    public const string OpenDkim = "/usr/sbin/opendkim-testmsg";

    /// <summary>What it printed. Throws with its complaints if it failed.</summary>
    public static async Task<string> RunAsync(string? input, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {complaints}");
    }
}
