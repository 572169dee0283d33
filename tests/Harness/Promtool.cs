using System.Diagnostics;

namespace MsLite.Harness;

/// <summary>Prometheus' own judge of metrics and rules; test.sh unpacks it from Debian's package.</summary>
public static class Promtool
{
    private const string Unpacked = "/var/cache/mslite-tests/prometheus/usr/bin/promtool";

    /// <summary>Null when it is there.</summary>
    public static string? SkipReason => Binary is null ? "promtool is neither installed nor unpacked (test.sh does it where there is Debian)." : null;

    private static string? Binary => Tool.Find("promtool") ?? (File.Exists(Unpacked) ? Unpacked : null);

    /// <summary>Its exit code and all that it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary!, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}

/// <summary>A test that asks promtool.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolFactAttribute : Xunit.FactAttribute
{
    public PromtoolFactAttribute() => Skip = Promtool.SkipReason;
}
