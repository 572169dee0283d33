using System.Formats.Tar;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>
/// Reads a tar archive of a tree, or of a domain, as a list of files. Nothing is unpacked: a member is a name and a few bytes, and what
/// is neither file nor directory, leads out, or is too large is refused by name.
/// </summary>
internal static class ImportTar
{
    public const int MostMembers = 100_000;

    /// <exception cref="InvalidDataException">It is no tar archive, holds nothing, or ends in the middle.</exception>
    public static async Task<IReadOnlyList<ImportEntry>> ReadAsync(Stream archive, CancellationToken ct)
    {
        var entries = new List<ImportEntry>();
        var number = 0;
        try
        {
            await using var tar = new TarReader(archive, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } member)
            {
                number++;
                if (number > MostMembers)
                {
                    entries.Add(Refused(number, member.Name, $"The archive has more than {MostMembers} members. Import it in parts."));
                    break;
                }

                if (member.EntryType != TarEntryType.GlobalExtendedAttributes && await ReadAsync(number, member, ct) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException(fault.Message, fault);
        }

        // What is no archive at all may read like an empty one.
        return number > 0 ? entries : throw new InvalidDataException("The archive has no members.");
    }

    /// <summary>Null for the archive's own directory.</summary>
    private static async Task<ImportEntry?> ReadAsync(int number, TarEntry member, CancellationToken ct)
    {
        var isDirectory = member.EntryType == TarEntryType.Directory;
        if (!isDirectory && member.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            return Refused(number, member.Name, "It is neither a file nor a directory: links, devices and the like are not imported.");
        }

        if (member.Name.StartsWith('/'))
        {
            return Refused(number, member.Name, "Its name begins with a slash. Make the archive inside of the tree: tar -C /srv -cf tree.tar .");
        }

        var names = member.Name.Split('/').ToList();
        if (names[0] == ".")
        {
            names.RemoveAt(0);
        }

        if (names is [.., ""])
        {
            names.RemoveAt(names.Count - 1);
        }

        if (names.Count == 0)
        {
            return null;
        }

        return member.Length > PolicyBody.MaxBytes
            ? Refused(number, member.Name, $"It has {member.Length} bytes; a policy file holds at most {PolicyBody.MaxBytes}.")
            : new ImportEntry(number, member.Name, names, isDirectory ? PolicyContent.Touch : new PolicyContent { Text = await BytesAsync(member, ct) }, isDirectory);
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(TarEntry member, CancellationToken ct)
    {
        if (member.DataStream is not { } data)
        {
            return default;
        }

        var bytes = new byte[member.Length];
        await data.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    private static ImportEntry Refused(int number, string name, string why) => new(number, name, [], PolicyContent.Touch, Fault: why);
}
