using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter;

/// <summary>
/// The system calls that stable storage needs and .NET does not offer: syncing a directory, hard links, locks between processes,
/// files without a name. Every failure is an <see cref="IOException"/> whose <c>HResult</c> is the errno; permission too, so that a
/// caller who answers "try later" needs one catch.
/// </summary>
internal static partial class Posix
{
    public const int NoEntry = 2;
    public const int Exists = 17;
    public const int NoSpace = 28;
    private const int Interrupted = 4;
    private const int NotDirectory = 20;
    private const int NotPermitted = 1;
    private const int IsDirectory = 21;
    private const int NotSupported = 95;

    /// <summary>Owner and group write, others read: the tree is read by the operator's tools.</summary>
    private const uint FileMode = 0x1B4; // 0664
    private const uint PrivateMode = 0x180; // 0600
    private const uint DirectoryMode = 0x1FD; // 0775
    private const uint PrivateDirectoryMode = 0x1C0; // 0700

    /// <exception cref="IOException">Among others <see cref="Exists"/> with <see cref="PosixOpen.Exclusive"/>.</exception>
    public static SafeFileHandle Open(string path, PosixOpen how, bool isPrivate = false)
    {
        while (true)
        {
            var descriptor = Native.Open(path, (int)how | (int)PosixOpen.CloseOnExec, isPrivate ? PrivateMode : FileMode);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            ThrowUnlessInterrupted("open", path);
        }
    }

    /// <summary>
    /// Opens a file to read; null when it is not there. .NET's own way locks what it opens as long as it is open, and such a reader would
    /// hold up those who lock to write, or be turned away by them.
    /// </summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public static SafeFileHandle? TryOpenToRead(string path)
    {
        try
        {
            return Open(path, PosixOpen.ReadOnly);
        }
        catch (IOException error) when (error.HResult is NoEntry or NotDirectory)
        {
            return null;
        }
    }

    /// <summary>A file that no directory knows, so that nothing of it is left when the process dies.</summary>
    public static SafeFileHandle OpenNameless(string directory)
    {
        // O_DIRECTORY, a part of O_TMPFILE, is the one flag here whose value differs between the machines .NET runs on.
        var isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
        var tmpFile = 0x400000 | (isArm ? 0x4000 : 0x10000);
        try
        {
            return Open(directory, PosixOpen.ReadWrite | (PosixOpen)tmpFile, isPrivate: true);
        }
        catch (IOException error) when (error.HResult is NotSupported or IsDirectory)
        {
            // Not every file system knows O_TMPFILE (NFS, some overlays): a name that lives for a moment does nearly as well.
            var path = Path.Combine(directory, Guid.NewGuid().ToString("N"));
            var file = Open(path, PosixOpen.ReadWrite | PosixOpen.Create | PosixOpen.Exclusive, isPrivate: true);
            Unlink(path);
            return file;
        }
    }

    /// <summary>Writes all of it at the file's position, or at its end when it was opened to append.</summary>
    public static unsafe void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var written = 0;
            while (written < bytes.Length)
            {
                var count = Native.Write(file, start + written, bytes.Length - written);
                if (count < 0)
                {
                    ThrowUnlessInterrupted("write", path: null);
                }

                written += (int)Math.Max(0, count);
            }
        }
    }

    /// <summary>Returns when content and metadata are on stable storage.</summary>
    public static void Sync(SafeFileHandle file)
    {
        while (Native.Fsync(file) is not 0)
        {
            ThrowUnlessInterrupted("sync", path: null);
        }
    }

    /// <summary>Returns when the content, and the metadata needed to read it again, is on stable storage.</summary>
    public static void SyncData(SafeFileHandle file)
    {
        while (Native.Fdatasync(file) is not 0)
        {
            ThrowUnlessInterrupted("sync", path: null);
        }
    }

    /// <summary>Returns when the names in this directory are on stable storage.</summary>
    public static void SyncDirectory(string path)
    {
        using var directory = Open(path, PosixOpen.ReadOnly);
        Sync(directory);
    }

    /// <summary>A second name for a file; unlike a rename it never replaces one.</summary>
    public static void Link(string path, string newPath)
    {
        if (Native.Link(path, newPath) is 0)
        {
            return;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (errno is not (NotPermitted or NotSupported))
        {
            throw Failure("link", newPath, errno);
        }

        // File systems without hard links (vfat, some network shares) get the closest thing; the caller's unlink then finds nothing.
        Rename(path, newPath);
    }

    /// <summary>Removes a name; that it is not there is no failure.</summary>
    public static void Unlink(string path)
    {
        if (Native.Unlink(path) is not 0 && Marshal.GetLastPInvokeError() is var errno and not NoEntry)
        {
            throw Failure("remove", path, errno);
        }
    }

    public static void Rename(string path, string newPath)
    {
        if (Native.Rename(path, newPath) is not 0)
        {
            throw Failure("rename", newPath, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Gives false when something of that name is there already.</summary>
    public static bool MakeDirectory(string path, bool isPrivate = false)
    {
        if (Native.Mkdir(path, isPrivate ? PrivateDirectoryMode : DirectoryMode) is 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is var errno && errno is Exists ? false : throw Failure("make the directory", path, errno);
    }

    /// <summary>Makes a directory with the parents it lacks, and has each new name on stable storage when it returns.</summary>
    public static void MakeDirectories(string path, bool isPrivate = false)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is null)
        {
            return;
        }

        MakeDirectories(parent, isPrivate);
        if (MakeDirectory(path, isPrivate))
        {
            SyncDirectory(parent);
        }
    }

    /// <summary>Gives false when something of that name is there already.</summary>
    public static bool MakeSymbolicLink(string target, string path)
    {
        if (Native.Symlink(target, path) is 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is var errno && errno is Exists ? false : throw Failure("make the link", path, errno);
    }

    /// <summary>Waits for the exclusive lock on an open file or directory; closing it gives the lock back, and so does a crash.</summary>
    public static void Lock(SafeFileHandle file)
    {
        const int Exclusive = 2;
        while (Native.Flock(file, Exclusive) is not 0)
        {
            ThrowUnlessInterrupted("lock", path: null);
        }
    }

    /// <summary>The same lock without waiting; false when another process or handle has it.</summary>
    public static bool TryLock(SafeFileHandle file)
    {
        const int ExclusiveNonBlocking = 2 | 4;
        const int WouldBlock = 11;
        while (Native.Flock(file, ExclusiveNonBlocking) is not 0)
        {
            if (Marshal.GetLastPInvokeError() is WouldBlock)
            {
                return false;
            }

            ThrowUnlessInterrupted("lock", path: null);
        }

        return true;
    }

    public static void Truncate(SafeFileHandle file, long length)
    {
        while (Native.Ftruncate(file, length) is not 0)
        {
            ThrowUnlessInterrupted("truncate", path: null);
        }
    }

    /// <summary>Gives a file that takes another's place its mode, owner and group: the command may be run by another user than the program.</summary>
    public static void TakeOwnerOf(SafeFileHandle file, SafeFileHandle other)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(other));
        }

        var (owner, group) = Policy.FileStat.OwnerOf(other);
        if ((owner, group) != Policy.FileStat.OwnerOf(file) && Native.Fchown(file, owner, group) is not 0)
        {
            throw Failure("give away", path: null, Marshal.GetLastPInvokeError());
        }
    }

    private static void ThrowUnlessInterrupted(string verb, string? path)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (errno is not Interrupted)
        {
            throw Failure(verb, path, errno);
        }
    }

    private static IOException Failure(string verb, string? path, int errno) =>
        new($"Cannot {verb} {path ?? "a file"}: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);

    private static unsafe partial class Native
    {
        [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Open(string path, int flags, uint mode);

        [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
        public static partial nint Write(SafeFileHandle file, byte* bytes, nint count);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static partial int Fsync(SafeFileHandle file);

        [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
        public static partial int Fdatasync(SafeFileHandle file);

        [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Link(string path, string newPath);

        [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Unlink(string path);

        [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Rename(string path, string newPath);

        [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Mkdir(string path, uint mode);

        [LibraryImport("libc", EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Symlink(string target, string path);

        [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
        public static partial int Flock(SafeFileHandle file, int operation);

        [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
        public static partial int Fchown(SafeFileHandle file, uint owner, uint group);

        [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
        public static partial int Ftruncate(SafeFileHandle file, long length);
    }
}

/// <summary>How <see cref="Posix.Open"/> opens; the values are Linux's, the same on x64 and arm64.</summary>
[Flags]
internal enum PosixOpen
{
    ReadOnly = 0,
    WriteOnly = 1,
    ReadWrite = 2,
    Create = 0x40,
    Exclusive = 0x80,
    Append = 0x400,
    CloseOnExec = 0x80000,
}
