using MsLite.Filter;
using MsLite.Filter.Quarantine;

namespace MsLite.Web.Start;

/// <summary>Makes the directories the program works in, and tries whether it can write where it must.</summary>
internal static class Directories
{
    private const string MaildirScheme = "maildir:";

    /// <summary>Faults as sentences; none when the program can start.</summary>
    public static IReadOnlyList<string> Prepare(MsLiteOptions options)
    {
        var faults = new List<string>(StorageCheck.FindFaults(options));
        TryMake("SrvRoot", options.SrvRoot, faults);
        faults.AddRange(PrepareDelivery(options));
        TryReadLine("Admin:PasswordFile", options.Admin.PasswordFile, faults);
        return faults;
    }

    /// <summary>The next hop's own, when it is a tree of Maildirs.</summary>
    public static IReadOnlyList<string> PrepareDelivery(MsLiteOptions options)
    {
        var faults = new List<string>();
        if (options.Delivery.StartsWith(MaildirScheme, StringComparison.Ordinal))
        {
            TryWrite("Delivery", options.Delivery[MaildirScheme.Length..], faults);
        }

        return faults;
    }

    // The policy may be mounted read-only, so it is never written to here.
    private static void TryMake(string key, string path, List<string> faults) => Try(key, path, "made", faults, () =>
    {
        Directory.CreateDirectory(path);
        _ = Directory.EnumerateFileSystemEntries(path).FirstOrDefault();
    });

    private static void TryWrite(string key, string path, List<string> faults) => Try(key, path, "written to", faults, () =>
    {
        Directory.CreateDirectory(path);
        var probe = Path.Combine(path, $".probe-{Guid.NewGuid():N}");
        using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
        }
    });

    private static void TryReadLine(string key, string path, List<string> faults)
    {
        if (path.Length == 0)
        {
            return;
        }

        var isEmpty = false;
        Try(key, path, "read", faults, () => isEmpty = string.IsNullOrEmpty(File.ReadLines(path).FirstOrDefault()));
        if (isEmpty)
        {
            faults.Add($"MsLite:{key} ({Path.GetFullPath(path)}) has nothing on its first line: write the password there.");
        }
    }

    private static void Try(string key, string path, string deed, List<string> faults, Action attempt)
    {
        try
        {
            attempt();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(
                $"MsLite:{key} ({Path.GetFullPath(path)}) cannot be {deed}: {fault.Message} "
                + $"Give it to the user the program runs as (uid {Uid()}), or name another place.");
        }
    }

    private static string Uid()
    {
        const string Label = "Uid:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
        return line is null ? "unknown" : line[Label.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries)[0];
    }
}
