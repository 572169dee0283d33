namespace MsLite.Filter.Quarantine;

/// <summary>Finds out at the start whether the two trees we write to can be written to, synced and locked.</summary>
public static class StorageCheck
{
    /// <summary>One full sentence for each fault; empty when all is well. Makes the directories that are missing.</summary>
    public static IReadOnlyList<string> FindFaults(MsLiteOptions options)
    {
        (string Option, string Path, string Purpose)[] roots =
        [
            ("SpamRoot", options.SpamRoot, "refused mail is archived there, and without the archive none can be refused"),
            ("StateRoot", options.StateRoot, "large messages are spooled there"),
        ];
        return [.. roots.Select(root => Probe(root.Path) is { } fault
            ? $"MsLite:{root.Option} ({Path.GetFullPath(root.Path)}) cannot be written to: {fault} Give the user it runs as ({Environment.UserName}) the right to write there, or name another directory; {root.Purpose}."
            : "").Where(fault => fault.Length > 0)];
    }

    private static string? Probe(string path)
    {
        try
        {
            Posix.MakeDirectories(path);
            using var file = Posix.OpenNameless(path);
            Posix.Write(file, "probe"u8);
            Posix.Sync(file);
            using var directory = Posix.Open(path, PosixOpen.ReadOnly);
            Posix.Sync(directory);
            return null;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            return error.Message;
        }
    }
}
