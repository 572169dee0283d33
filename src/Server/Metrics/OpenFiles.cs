using System.Globalization;

namespace MsLite.Web.Metrics;

/// <summary>The files and sockets that the process has open, as Linux tells them; 0 elsewhere.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";

    public static int Count() => Path.Exists("/proc/self/fd") ? new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count() : 0;

    /// <summary>The soft limit.</summary>
    public static long Most()
    {
        if (!Path.Exists(Limits))
        {
            return 0;
        }

        using var limits = new StreamReader(Limits);
        while (limits.ReadLine() is { } line)
        {
            // "Max open files            1024                 524288               files"
            if (line.StartsWith("Max open files", StringComparison.Ordinal))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0;
            }
        }

        return 0;
    }
}
