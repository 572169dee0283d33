using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Policy.Editing;

/// <summary>
/// An open directory of the tree, to be written into. Everything is done relative to it and no symbolic link is followed. Each
/// change is one rename, so that a reader, and a crash, finds the old state or the new one.
/// </summary>
internal sealed class TreeDirectory : IDisposable
{
    /// <summary>Our temporary names begin with this: no look-up asks for a name that begins with a dot.</summary>
    public const string TemporaryPrefix = ".mslite-";

    private readonly SafeFileHandle _handle;

    private TreeDirectory(SafeFileHandle handle, string path) => (_handle, Path) = (handle, path);

    /// <summary>For listings and messages only.</summary>
    public string Path { get; }

    /// <summary>The tree's own directory, locked against other processes of ours; the operator may have made it a link.</summary>
    /// <exception cref="IOException">It is not there, or cannot be entered.</exception>
    public static TreeDirectory OpenRoot(string path)
    {
        var handle = Posix.Open(path, PosixOpen.ReadOnly);
        try
        {
            Posix.Lock(handle);
            return new TreeDirectory(handle, path);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Null when there is no directory of this name; a link to one is none.</summary>
    public TreeDirectory? TryOpen(string name)
    {
        try
        {
            return new TreeDirectory(Posix.OpenDirectoryAt(_handle, name), $"{Path}/{name}");
        }
        catch (IOException error) when (error.HResult is Posix.NoEntry or Posix.NotADirectory or Posix.LinkMet)
        {
            return null;
        }
    }

    public TreeContent Read(string name)
    {
        var kind = FileStat.Of(_handle, name).Kind;
        try
        {
            return kind switch
            {
                FileKind.File => ReadFile(name),
                FileKind.Link => new TreeContent(FileKind.Link, Posix.ReadLinkAt(_handle, name)),
                FileKind.Directory => TreeContent.Directory,
                FileKind.Other => new TreeContent(FileKind.Other, default),
                _ => TreeContent.Absent,
            };
        }
        catch (IOException error) when (error.HResult is Posix.NoEntry or Posix.LinkMet)
        {
            // It went, or became something else, between the two looks.
            return FileStat.Of(_handle, name).Kind == FileKind.Absent ? TreeContent.Absent : Read(name);
        }
    }

    public FileStat Stat(string name) => FileStat.Of(_handle, name);

    /// <summary>Gives false when something of that name is there already.</summary>
    public bool Make(string name)
    {
        if (!Posix.MakeDirectoryAt(_handle, name))
        {
            return false;
        }

        Posix.Sync(_handle);
        return true;
    }

    /// <summary>Puts a file or link where there is nothing. Gives false when something is there by now; it is left alone.</summary>
    public bool TryCreate(string name, TreeContent content)
    {
        var temporary = WriteTemporary(content, mode: null);
        var created = RenameOrRemove(temporary, () => Posix.RenameNewAt(_handle, temporary, name));
        if (!created)
        {
            Posix.UnlinkAt(_handle, temporary);
        }

        Posix.Sync(_handle);
        return created;
    }

    /// <summary>Puts something else where <paramref name="expected"/> stands. Gives false when something else stands there by now; that is left alone.</summary>
    /// <param name="holding">Of the directory that comes: an empty file that it holds from its first moment on; of one that goes: all that it may hold.</param>
    public bool TryReplace(string name, TreeContent expected, TreeContent content, string? holding = null)
    {
        var temporary = content.Kind == FileKind.Directory ? MakeTemporary(holding) : WriteTemporary(content, ModeOf(name));
        var exchanged = RenameOrRemove(temporary, () => Posix.TryExchangeAt(_handle, temporary, name));
        if (!exchanged)
        {
            return ReplacePlainly(name, temporary, expected, holding);
        }

        var matches = IsAsExpected(temporary, expected, holding);
        if (!matches)
        {
            // Somebody else wrote in this very moment: theirs goes back.
            Posix.TryExchangeAt(_handle, temporary, name);
        }

        Discard(temporary);
        Posix.Sync(_handle);
        return matches;
    }

    /// <summary>Takes a file, link or directory away under a temporary name, for the caller to look at, and to put back or remove. Null when it is gone.</summary>
    public string? TryTake(string name)
    {
        var temporary = NewName();
        try
        {
            Posix.RenameAt(_handle, name, temporary);
        }
        catch (IOException error) when (error.HResult == Posix.NoEntry)
        {
            return null;
        }

        Posix.Sync(_handle);
        return temporary;
    }

    /// <summary>Gives false when the name is in use again.</summary>
    public bool TryPutBack(string temporary, string name)
    {
        var done = Posix.RenameNewAt(_handle, temporary, name);
        Posix.Sync(_handle);
        return done;
    }

    public void Unlink(string name) => Posix.UnlinkAt(_handle, name);

    /// <exception cref="IOException">Among others <see cref="Posix.NotEmpty"/>.</exception>
    public void RemoveDirectory(string name)
    {
        Posix.RemoveDirectoryAt(_handle, name);
        Posix.Sync(_handle);
    }

    /// <summary>A directory of this name, if there is one, holds nothing but this empty file.</summary>
    /// <param name="holding">Null for nothing at all.</param>
    public bool HoldsOnly(string name, string? holding)
    {
        using var directory = TryOpen(name);
        return directory is null || (directory.Names() is var names && (holding is null ? names.Count == 0 : names.SequenceEqual([holding]) && directory.Read(holding) == TreeContent.EmptyFile));
    }

    /// <summary>The names in it, our temporary ones left out.</summary>
    public IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Where(name => !name.StartsWith(TemporaryPrefix, StringComparison.Ordinal))];

    public void Dispose() => _handle.Dispose();

    private TreeContent ReadFile(string name)
    {
        using var file = Posix.OpenAt(_handle, name, PosixOpen.ReadOnly);
        var length = RandomAccess.GetLength(file);
        if (length == 0)
        {
            return TreeContent.EmptyFile;
        }

        if (length > TreeContent.MaxBytes)
        {
            throw new IOException($"{Path}/{name} has {length} bytes, which is too much for a policy file.");
        }

        var bytes = new byte[length];
        return new TreeContent(FileKind.File, bytes.AsMemory(0, RandomAccess.Read(file, bytes, 0)));
    }

    private string WriteTemporary(TreeContent content, UnixFileMode? mode)
    {
        var temporary = NewName();
        if (content.Kind == FileKind.Link)
        {
            Posix.MakeSymbolicLinkAt(content.Bytes.Span, _handle, temporary);
            return temporary;
        }

        using var file = Posix.OpenAt(_handle, temporary, PosixOpen.WriteOnly | PosixOpen.Create | PosixOpen.Exclusive);
        try
        {
            Posix.Write(file, content.Bytes.Span);
            if (mode is { } kept && OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(file, kept);
            }

            Posix.Sync(file);
            return temporary;
        }
        catch (Exception)
        {
            Posix.UnlinkAt(_handle, temporary);
            throw;
        }
    }

    private string MakeTemporary(string? holding)
    {
        var temporary = NewName();
        Posix.MakeDirectoryAt(_handle, temporary);
        if (holding is not null)
        {
            using var directory = TryOpen(temporary) ?? throw new IOException($"{Path}/{temporary} is no directory any more.");
            directory.TryCreate(holding, TreeContent.EmptyFile);
        }

        return temporary;
    }

    /// <summary>What is under a temporary name goes; of a directory, what is in it, too.</summary>
    private void Discard(string temporary)
    {
        if (FileStat.Of(_handle, temporary).Kind == FileKind.Directory)
        {
            TreeRemoval.Remove(this, temporary, temporary);
        }
        else
        {
            Posix.UnlinkAt(_handle, temporary);
        }
    }

    private bool RenameOrRemove(string temporary, Func<bool> rename)
    {
        try
        {
            return rename();
        }
        catch (IOException error) when (error.HResult is Posix.NoEntry or Posix.Exists)
        {
            Discard(temporary);
            return false;
        }
        catch (IOException)
        {
            Discard(temporary);
            throw;
        }
    }

    private bool IsAsExpected(string name, TreeContent expected, string? holding) =>
        Read(name) == expected && (expected.Kind != FileKind.Directory || HoldsOnly(name, holding));

    /// <summary>Where names cannot change places, a look and a rename come as close to each other as they can.</summary>
    private bool ReplacePlainly(string name, string temporary, TreeContent expected, string? holding)
    {
        if (FileStat.Of(_handle, temporary).Kind is var kind && (kind == FileKind.Absent || !IsAsExpected(name, expected, holding)))
        {
            Discard(temporary);
            return false;
        }

        // rename(2) puts a directory over no file and a file over no directory: then the old one steps aside first.
        var aside = (kind == FileKind.Directory) == (expected.Kind == FileKind.Directory) ? null : TryTake(name);
        Posix.RenameAt(_handle, temporary, name);
        if (aside is not null)
        {
            Discard(aside);
        }

        Posix.Sync(_handle);
        return true;
    }

    private UnixFileMode? ModeOf(string name)
    {
        if (!OperatingSystem.IsLinux() || Stat(name).Kind != FileKind.File)
        {
            return null;
        }

        using var file = Posix.OpenAt(_handle, name, PosixOpen.ReadOnly);
        return File.GetUnixFileMode(file);
    }

    private static string NewName() => $"{TemporaryPrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
}
