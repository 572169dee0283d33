using System.Security.Cryptography;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Quarantine;

/// <summary>Finds archived files and gives back the messages in them.</summary>
internal sealed class ArchiveReader(QuarantineTree tree)
{
    private const string FlagMark = ":2,";

    /// <summary>Bytes.</summary>
    private const int MostOfOwnFields = 64 * 1024;

    private static readonly byte[] s_recipientField = "Recipient: "u8.ToArray();

    /// <summary>The archived file as it lies there; null when it is gone, or its index line names no file of the quarantine.</summary>
    public FileStream? TryOpenFile(QuarantineEntry entry)
    {
        if (!DayName.TryParse(entry.Day, DateOnly.MaxValue.AddDays(-2), out _) || !SafeName.IsSafe(entry.Domain) || !SafeName.IsSafe(entry.FileName))
        {
            return null;
        }

        var directory = new DomainDirectory(Path.Combine(tree.Root, entry.Day), entry.Domain);
        return TryOpen(Path.Combine(directory.New, entry.FileName)) ?? TryOpenCurrent(directory, entry.FileName);
    }

    /// <summary>The message as it was received; null when the file is gone.</summary>
    /// <exception cref="InvalidDataException">The file is not any more what was archived.</exception>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public async Task<Stream?> TryOpenOriginalAsync(QuarantineEntry entry, CancellationToken ct)
    {
        var file = TryOpenFile(entry);
        if (file is null)
        {
            return null;
        }

        try
        {
            var offset = entry.Offset ?? await SeedOffsetAsync(file, ct);
            if (entry.Sha256 is { } expected && await SumAsync(file, offset, ct) is var found && !string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"{file.Name} has been changed since it was archived: its message's SHA-256 is {found}, the index says {expected}.");
            }

            file.Position = offset;
            return new OriginalStream(file);
        }
        catch (Exception)
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The fields that we put in front: what was known about the message when it came. None of the seed's copies, or when the file is gone.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public async Task<HeaderList> ReadOwnFieldsAsync(QuarantineEntry entry, CancellationToken ct)
    {
        await using var file = TryOpenFile(entry);
        if (file is null || entry.Offset is not (> 0 and <= MostOfOwnFields))
        {
            return HeaderList.Empty;
        }

        var bytes = new byte[(int)entry.Offset];
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return MimeMessage.Parse(bytes.AsMemory(0, count)).Headers;
    }

    /// <summary>Adds a Maildir flag to the copy's name, or takes it away, in cur as the rule is for files with flags. A copy that is gone stays gone.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public void Flag(QuarantineEntry entry, char flag, bool isSet = true)
    {
        using var file = TryOpenFile(entry);
        if (file is null)
        {
            return;
        }

        var name = Path.GetFileName(file.Name);
        var mark = name.IndexOf(FlagMark, StringComparison.Ordinal);
        var flags = mark < 0 ? "" : name[(mark + FlagMark.Length)..];

        // Maildir wants the flags in the order of the alphabet.
        var wanted = isSet ? flags.Append(flag).Distinct().Order() : flags.Where(other => other != flag);
        var flagged = $"{entry.FileName}{FlagMark}{string.Concat(wanted)}";
        var directory = new DomainDirectory(Path.Combine(tree.Root, entry.Day), entry.Domain);
        var target = Path.Combine(directory.Current, flagged);
        if (target != file.Name)
        {
            File.Move(file.Name, target);
        }
    }

    /// <summary>Takes the copy's name away, on stable storage. Gives false when it is gone already.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public bool Remove(QuarantineEntry entry)
    {
        using var file = TryOpenFile(entry);
        if (file is null)
        {
            return false;
        }

        Posix.Unlink(file.Name);
        Posix.SyncDirectory(Path.GetDirectoryName(file.Name)!);
        return true;
    }

    private static async Task<string> SumAsync(FileStream file, long offset, CancellationToken ct)
    {
        file.Position = offset;
        // Through the same handle: the name may lead nowhere by now.
        await using var original = new OriginalStream(file, leaveOpen: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(original, ct));
    }

    /// <summary>The seed put one line in front, and its own fields at the header's end, where they stay.</summary>
    private static async Task<long> SeedOffsetAsync(FileStream file, CancellationToken ct)
    {
        var head = new byte[4096];
        var count = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var line = head.AsSpan(0, count);
        return line.StartsWith(s_recipientField) ? line.IndexOf((byte)'\n') + 1 : 0;
    }

    /// <summary>A Maildir reader moved it to cur and put its flags behind the name: "NAME:2,S".</summary>
    private static FileStream? TryOpenCurrent(DomainDirectory directory, string name)
    {
        if (TryOpen(Path.Combine(directory.Current, name)) is { } file)
        {
            return file;
        }

        var moved = Directory.Exists(directory.Current)
            ? Directory.EnumerateFiles(directory.Current).FirstOrDefault(path => string.Equals(NameOf(path), name, StringComparison.Ordinal))
            : null;
        return moved is null ? null : TryOpen(moved);
    }

    /// <summary>The name a file was archived under, without the flags a Maildir reader gave it.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.IndexOf(FlagMark, StringComparison.Ordinal) is var mark and >= 0 ? name[..mark] : name;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? new FileStream(path, Options()) : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    private static FileStreamOptions Options() => new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    };
}
