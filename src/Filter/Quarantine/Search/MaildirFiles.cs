namespace MsLite.Filter.Quarantine.Search;

/// <summary>The copies that lie in a Maildir, by name without flags.</summary>
internal static class MaildirFiles
{
    private const string FlagMark = ":2,";

    /// <summary>Name and flags; none when the directory is not there.</summary>
    public static Dictionary<string, string> Of(DomainDirectory directory)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);

        // A copy moves from new to cur and not back: looked for in this order, none is missed.
        foreach (var folder in new[] { directory.New, directory.Current })
        {
            foreach (var name in Names(folder))
            {
                var mark = name.IndexOf(FlagMark, StringComparison.Ordinal);
                files[mark < 0 ? name : name[..mark]] = mark < 0 ? "" : name[(mark + FlagMark.Length)..];
            }
        }

        return files;
    }

    /// <summary>Changes whenever a copy comes, goes or gets another flag.</summary>
    public static string Times(DomainDirectory directory) =>
        $"{Directory.GetLastWriteTimeUtc(directory.New).Ticks}/{Directory.GetLastWriteTimeUtc(directory.Current).Ticks}";

    private static IEnumerable<string> Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
