using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace MsLite.Harness;

/// <summary>A file system of a few megabytes that a test can really fill: a tmpfs, unmounted at the end.</summary>
public sealed partial class SmallDisk : IDisposable
{
    private const int Detach = 2;

    /// <summary>MS_REMOUNT and MS_RDONLY.</summary>
    private const nuint AgainReadOnly = 32 | 1;

    private readonly TempTree _mountPoint = new();

    private SmallDisk()
    {
    }

    /// <summary>Null where mounting is permitted.</summary>
    public static string? SkipReason { get; } = Try();

    public string Root => _mountPoint.Root;

    /// <exception cref="Win32Exception">Mounting is not permitted.</exception>
    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        var options = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");
        if (Native.Mount("tmpfs", disk.Root, "tmpfs", 0, options) != 0)
        {
            var error = new Win32Exception(Marshal.GetLastPInvokeError());
            disk._mountPoint.Dispose();
            throw error;
        }

        return disk;
    }

    /// <summary>From now on nobody writes to it, not even root.</summary>
    /// <exception cref="Win32Exception">A file is still open for writing.</exception>
    public void MakeReadOnly()
    {
        if (Native.Mount("tmpfs", Root, "tmpfs", AgainReadOnly, "") != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose()
    {
        _ = Native.Unmount(Root, Detach);
        _mountPoint.Dispose();
    }

    private static string? Try()
    {
        try
        {
            Mount(megabytes: 1).Dispose();
            return null;
        }
        catch (Win32Exception error)
        {
            return $"A small disk cannot be mounted here ({error.Message}): run the tests as root to include this one.";
        }
    }

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Mount(string source, string target, string type, nuint flags, string options);

        [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Unmount(string target, int flags);
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>, and is skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.SkipReason;
}
