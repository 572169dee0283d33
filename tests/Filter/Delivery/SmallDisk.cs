using System.Diagnostics;

namespace MsLite.Filter.Tests.Delivery;

/// <summary>A file system of its own that is soon full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <summary>Whether this process may mount at all.</summary>
    public static bool IsPossible => Environment.UserName == "root" && Environment.GetEnvironmentVariable("MSLITE_TEST_NO_MOUNT") is null;

    public static async Task<SmallDisk> MountAsync(string path, int kilobytes)
    {
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path);
        return new SmallDisk(path);
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", _path);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible)
        {
            Skip = "Needs root, to mount a small tmpfs.";
        }
    }
}
