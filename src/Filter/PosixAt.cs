using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter;

/// <summary>Names below an open directory: no symbolic link that somebody puts on the way meanwhile can lead elsewhere.</summary>
internal static partial class Posix
{
    public const int AccessDenied = 13;
    public const int NotADirectory = 20;
    public const int ReadOnlyFileSystem = 30;
    public const int NotEmpty = 39;
    public const int LinkMet = 40;
    private const int Invalid = 22;
    private const int NoSystemCall = 38;

    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    // The two flags whose values differ between the machines .NET runs on.
    private static readonly int s_directory = s_isArm ? 0x4000 : 0x10000;
    private static readonly int s_noFollow = s_isArm ? 0x8000 : 0x20000;

    private static volatile bool s_knowsRename2 = true;

    /// <exception cref="IOException">Among others <see cref="LinkMet"/> when it is a symbolic link.</exception>
    public static SafeFileHandle OpenAt(SafeFileHandle directory, string name, PosixOpen how)
    {
        const int NonBlocking = 0x800;
        while (true)
        {
            var descriptor = Native.OpenAt(directory, name, (int)how | (int)PosixOpen.CloseOnExec | s_noFollow | NonBlocking, FileMode);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            ThrowUnlessInterrupted("open", name);
        }
    }

    /// <exception cref="IOException">Among others <see cref="NotADirectory"/>, also when it is a symbolic link.</exception>
    public static SafeFileHandle OpenDirectoryAt(SafeFileHandle directory, string name) => OpenAt(directory, name, (PosixOpen)s_directory);

    /// <summary>Gives false when something of that name is there already.</summary>
    public static bool MakeDirectoryAt(SafeFileHandle directory, string name) =>
        Native.MkdirAt(directory, name, DirectoryMode) is 0
        || (Marshal.GetLastPInvokeError() is var errno && errno is Exists ? false : throw Failure("make the directory", name, errno));

    /// <summary>Replaces what has the new name.</summary>
    public static void RenameAt(SafeFileHandle directory, string name, string newName)
    {
        if (Native.RenameAt(directory, name, directory, newName) is not 0)
        {
            throw Failure("rename", newName, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Gives false when something of the new name is there already.</summary>
    public static bool RenameNewAt(SafeFileHandle directory, string name, string newName)
    {
        const uint NoReplace = 1;
        if (TryRename2(directory, name, newName, NoReplace) is { } errno)
        {
            return errno == 0 || (errno == Exists ? false : throw Failure("rename", newName, errno));
        }

        // A file system that does not know better: a second name never replaces one, either; directories have no other way.
        if (Native.LinkAt(directory, name, directory, newName, 0) is 0)
        {
            UnlinkAt(directory, name);
            return true;
        }

        if (Marshal.GetLastPInvokeError() == Exists)
        {
            return false;
        }

        RenameAt(directory, name, newName);
        return true;
    }

    /// <summary>Two names change places, so that whoever replaces a file sees what was replaced. False where the file system cannot do that.</summary>
    public static bool TryExchangeAt(SafeFileHandle directory, string name, string otherName)
    {
        const uint Exchange = 2;
        return TryRename2(directory, name, otherName, Exchange) switch
        {
            null => false,
            0 => true,
            { } errno => throw Failure("replace", otherName, errno),
        };
    }

    /// <summary>Removes a file's or link's name; that it is not there is no failure.</summary>
    public static void UnlinkAt(SafeFileHandle directory, string name)
    {
        if (Native.UnlinkAt(directory, name, 0) is not 0 && Marshal.GetLastPInvokeError() is var errno and not NoEntry)
        {
            throw Failure("remove", name, errno);
        }
    }

    /// <summary>Removes an empty directory.</summary>
    /// <exception cref="IOException">Among others <see cref="NotEmpty"/>.</exception>
    public static void RemoveDirectoryAt(SafeFileHandle directory, string name)
    {
        const int RemoveDirectory = 0x200;
        if (Native.UnlinkAt(directory, name, RemoveDirectory) is not 0)
        {
            throw Failure("remove the directory", name, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Where a symbolic link leads, as it is written in it; cut off at 4 KiB, which is more than the kernel follows.</summary>
    public static unsafe byte[] ReadLinkAt(SafeFileHandle directory, string name)
    {
        const int PathMax = 4096;
        Span<byte> buffer = stackalloc byte[PathMax];
        fixed (byte* start = buffer)
        {
            var length = (int)Native.ReadLinkAt(directory, name, start, PathMax);
            return length >= 0 ? buffer[..length].ToArray() : throw Failure("read the link", name, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Gives false when something of that name is there already.</summary>
    public static unsafe bool MakeSymbolicLinkAt(ReadOnlySpan<byte> target, SafeFileHandle directory, string name)
    {
        var ended = new byte[target.Length + 1];
        target.CopyTo(ended);
        fixed (byte* start = ended)
        {
            return Native.SymlinkAt(start, directory, name) is 0
                || (Marshal.GetLastPInvokeError() is var errno && errno is Exists ? false : throw Failure("make the link", name, errno));
        }
    }

    /// <summary>Whether we may write into it; also false when the file system is mounted read-only.</summary>
    public static bool MayWrite(string path)
    {
        const int Write = 2;
        return Native.Access(path, Write) is 0;
    }

    /// <summary>The errno, 0 for success; null where the kernel or the file system does not know the flag.</summary>
    private static int? TryRename2(SafeFileHandle directory, string name, string newName, uint flags)
    {
        if (!s_knowsRename2)
        {
            return null;
        }

        try
        {
            return Native.RenameAt2(directory, name, directory, newName, flags) is 0 ? 0
                : Marshal.GetLastPInvokeError() is var errno and not (Invalid or NoSystemCall or NotSupported) ? errno
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            s_knowsRename2 = false;
            return null;
        }
    }

    private static unsafe partial class Native
    {
        [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int OpenAt(SafeFileHandle directory, string path, int flags, uint mode);

        [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int MkdirAt(SafeFileHandle directory, string path, uint mode);

        [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int RenameAt(SafeFileHandle directory, string path, SafeFileHandle newDirectory, string newPath);

        [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int RenameAt2(SafeFileHandle directory, string path, SafeFileHandle newDirectory, string newPath, uint flags);

        [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int LinkAt(SafeFileHandle directory, string path, SafeFileHandle newDirectory, string newPath, int flags);

        [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int UnlinkAt(SafeFileHandle directory, string path, int flags);

        [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial nint ReadLinkAt(SafeFileHandle directory, string path, byte* buffer, nint size);

        [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int SymlinkAt(byte* target, SafeFileHandle directory, string path);

        [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Access(string path, int mode);
    }
}
