using MsLite.Filter;

namespace MsLite.Web.Health;

/// <summary>How full the disk of one of the program's roots is.</summary>
/// <param name="Root">"srv", "spam" or "state".</param>
/// <param name="Free">Bytes left for us.</param>
/// <param name="Size">Bytes in all.</param>
internal sealed record DiskSpace(string Root, long Free, long Size)
{
    /// <summary>The three roots; one whose disk does not say is left out.</summary>
    public static IReadOnlyList<DiskSpace> Of(MsLiteOptions options)
    {
        var disks = new List<DiskSpace>();
        foreach (var (root, path) in new[] { ("srv", options.SrvRoot), ("spam", options.SpamRoot), ("state", options.StateRoot) })
        {
            try
            {
                var disk = new DriveInfo(Path.GetFullPath(path));
                disks.Add(new DiskSpace(root, disk.AvailableFreeSpace, disk.TotalSize));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It is not there; readiness says what that means.
            }
        }

        return disks;
    }
}
