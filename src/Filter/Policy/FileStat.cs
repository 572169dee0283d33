using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Policy;

internal enum FileKind
{
    Absent,
    File,
    Directory,
    Link,

    /// <summary>A socket, pipe or device: nothing that policy knows.</summary>
    Other,
}

/// <summary>What one look at a path tells, links not followed. One system call and no allocation: the ladder makes about twenty for a message.</summary>
/// <param name="Size">Bytes; 0 for anything but a file.</param>
/// <param name="Changed">The inode's change time in nanoseconds since 1970, which nobody can set back; 0 where it is not known.</param>
/// <param name="Inode">Tells a directory from another one that took its place; 0 where it is not known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct FileStat(FileKind Kind, long Size = 0, long Changed = 0, ulong Inode = 0)
{
    private const int NoEntry = 2;
    private const int NotDirectory = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;
    private const int CurrentDirectory = -100;
    private const int StatXSize = 256;

    private static readonly bool s_native = OperatingSystem.IsLinux() && StatX("/\0"u8, out _) == 0;

    /// <param name="path">UTF-8, ended by NUL.</param>
    /// <exception cref="IOException">It cannot be known whether the path exists: permission, or a broken disk.</exception>
    public static FileStat Of(ReadOnlySpan<byte> path) => Of(path, CurrentDirectory);

    private static FileStat Of(ReadOnlySpan<byte> path, int directory)
    {
        if (!s_native)
        {
            return OfManaged(Encoding.UTF8.GetString(path[..^1]));
        }

        var error = StatX(path, out var stat, directory);
        return error switch
        {
            0 => stat,
            NoEntry or NotDirectory or NameTooLong or TooManyLinks => default,
            _ => throw new IOException($"{Encoding.UTF8.GetString(path[..^1])} cannot be looked at: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    public static FileStat Of(string path) => Of(Encoding.UTF8.GetBytes(path + '\0'));

    /// <summary>What stands under a name in an open directory.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static FileStat Of(SafeFileHandle directory, string name)
    {
        var held = false;
        try
        {
            directory.DangerousAddRef(ref held);
            return Of(Encoding.UTF8.GetBytes(name + '\0'), (int)directory.DangerousGetHandle());
        }
        finally
        {
            if (held)
            {
                directory.DangerousRelease();
            }
        }
    }

    /// <summary>What is open, whatever name it has by now.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static FileStat Of(SafeFileHandle file)
    {
        Span<byte> buffer = stackalloc byte[StatXSize];
        return s_native ? Look(file, buffer) : default;
    }

    /// <summary>Ids of an open file's owner and group; 0 where they are not known.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static (uint Owner, uint Group) OwnerOf(SafeFileHandle file)
    {
        Span<byte> buffer = stackalloc byte[StatXSize];
        _ = s_native ? Look(file, buffer) : default;
        return (MemoryMarshal.Read<uint>(buffer[20..]), MemoryMarshal.Read<uint>(buffer[24..]));
    }

    /// <summary>The caller keeps the file open.</summary>
    private static FileStat Look(SafeFileHandle file, Span<byte> buffer)
    {
        const int EmptyPath = 0x1000;
        var error = StatX((int)file.DangerousGetHandle(), "\0"u8, EmptyPath, buffer);
        return error == 0 ? Read(buffer) : throw new IOException($"An open file cannot be looked at: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static int StatX(ReadOnlySpan<byte> path, out FileStat stat, int directory = CurrentDirectory)
    {
        const int NoFollow = 0x100;
        Span<byte> buffer = stackalloc byte[StatXSize];
        var error = StatX(directory, path, NoFollow, buffer);
        stat = error == 0 ? Read(buffer) : default;
        return error;
    }

    /// <summary>Gives the errno.</summary>
    private static unsafe int StatX(int directory, ReadOnlySpan<byte> path, int flags, Span<byte> buffer)
    {
        const uint TypeOwnerGroupChangedInodeSize = 0x001 | 0x008 | 0x010 | 0x080 | 0x100 | 0x200;
        fixed (byte* pathStart = path)
        fixed (byte* bufferStart = buffer)
        {
            return StatX(directory, pathStart, flags, TypeOwnerGroupChangedInodeSize, bufferStart) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    // struct statx has the same layout on every architecture, which struct stat has not.
    private static FileStat Read(ReadOnlySpan<byte> buffer)
    {
        var seconds = MemoryMarshal.Read<long>(buffer[96..]);
        var nanoseconds = MemoryMarshal.Read<uint>(buffer[104..]);
        var kind = KindOf(MemoryMarshal.Read<ushort>(buffer[28..]));
        var size = kind == FileKind.File ? MemoryMarshal.Read<long>(buffer[40..]) : 0;
        return new FileStat(kind, size, (seconds * 1_000_000_000) + nanoseconds, MemoryMarshal.Read<ulong>(buffer[32..]));
    }

    private static FileKind KindOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.Link,
        _ => FileKind.Other,
    };

    private static FileStat OfManaged(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            return new FileStat(FileKind.Link);
        }

        return info.Exists ? new FileStat(FileKind.File, info.Length)
            : Directory.Exists(path) ? new FileStat(FileKind.Directory)
            : default;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int StatX(int directory, byte* path, int flags, uint mask, byte* buffer);
}
