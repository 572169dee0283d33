using MsLite.Web.Commands;

namespace MsLite.Web.Start;

/// <summary>Says why the program does not start: every reason at once, so that they are mended in one go.</summary>
internal static class StartFaults
{
    /// <summary>Gives the exit code.</summary>
    public static int Print(IReadOnlyList<string> faults)
    {
        Console.Error.WriteLine(faults.Count == 1 ? "MsLite.Web does not start:" : $"MsLite.Web does not start, for {faults.Count} reasons:");
        foreach (var fault in faults)
        {
            Console.Error.WriteLine($"  - {fault}");
        }

        return ExitCode.Usage;
    }
}
