using System.Globalization;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Health;

/// <summary>Room for what is refused and for what is written down, and whether the policy can be changed here.</summary>
public sealed class StorageHealth(MsLiteOptions options, PolicyEditor editor) : IHealthSource
{
    // Below them a busy day may fill the disk: then refusals become deferrals, and no mail is lost.
    private const long PoorBytes = 2L << 30;
    private const long BadBytes = 200L << 20;
    private const double PoorShare = 0.05;

    public IReadOnlyList<HealthItem> Health => [Policy(), Room("Archive", options.SpamRoot), Room("State", options.StateRoot)];

    private HealthItem Policy() => !Directory.Exists(options.SrvRoot)
        ? new HealthItem("Policy tree", HealthState.Bad, $"{options.SrvRoot} is not there, so every domain is unknown.")
        : editor.IsReadOnly
            ? new HealthItem("Policy tree", HealthState.Good, $"{options.SrvRoot} can be read, and not changed from here.")
            : new HealthItem("Policy tree", HealthState.Good, $"{options.SrvRoot} can be read and changed.");

    private static HealthItem Room(string part, string path)
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(path));
            var (free, all) = (disk.AvailableFreeSpace, disk.TotalSize);
            var state = free < BadBytes ? HealthState.Bad : free < PoorBytes && free < all * PoorShare ? HealthState.Poor : HealthState.Good;
            return new HealthItem(part, state, string.Create(
                CultureInfo.InvariantCulture, $"{Gigabytes(free)} GiB of {Gigabytes(all)} GiB are free on the disk of {path}."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new HealthItem(part, HealthState.Bad, $"The disk of {path} does not say how much is free: {fault.Message}");
        }
    }

    private static string Gigabytes(long bytes) => (bytes / (double)(1 << 30)).ToString("0.0", CultureInfo.InvariantCulture);
}
