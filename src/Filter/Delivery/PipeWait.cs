using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Delivery;

/// <summary>Whether there is something to read in a pipe, which .NET's streams find out only by reading.</summary>
internal static partial class PipeWait
{
    private const short ToRead = 1;
    private const int Forever = -1;

    /// <summary>Bytes, or the end.</summary>
    public static bool IsReadable(SafePipeHandle pipe) => Poll(pipe, milliseconds: 0);

    /// <summary>Blocks the thread. A signal may end it early.</summary>
    public static void UntilReadable(SafePipeHandle pipe) => Poll(pipe, Forever);

    private static unsafe bool Poll(SafePipeHandle pipe, int milliseconds)
    {
        var isHeld = false;
        try
        {
            pipe.DangerousAddRef(ref isHeld);
            var asked = new Asked { Descriptor = (int)pipe.DangerousGetHandle(), Events = ToRead };
            return Native.Poll(&asked, 1, milliseconds) > 0;
        }
        finally
        {
            if (isHeld)
            {
                pipe.DangerousRelease();
            }
        }
    }

    /// <summary>poll(2)'s <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    private static unsafe partial class Native
    {
        [LibraryImport("libc", EntryPoint = "poll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Poll(Asked* asked, nuint count, int milliseconds);
    }
}
