using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>Reads a list as people keep them: one name a line, what follows # is a comment. A comment behind a name becomes the entry's note.</summary>
internal static class ImportList
{
    public const int MostLines = 100_000;

    /// <param name="into">The directory that the names belong into, relative to the domain or the tree; empty when each line is a path itself.</param>
    public static IEnumerable<ImportEntry> Read(string text, string into)
    {
        var directory = into.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var number = 0;
        foreach (var line in text.TrimStart('\ufeff').EnumerateLines())
        {
            number++;
            var (name, note) = Split(line);
            if (name.Length == 0)
            {
                continue;
            }

            if (number > MostLines)
            {
                yield return new ImportEntry(number, name, [], PolicyContent.Touch, Fault: $"The list has more than {MostLines} lines. Import it in parts.");
                yield break;
            }

            yield return new ImportEntry(number, name, Names(directory, name), note.Length == 0 ? PolicyContent.Touch : new PolicyContent { Values = new Dictionary<string, string?> { ["note"] = note } });
        }
    }

    // A name may hold #, so a comment begins at the line's start or behind white space.
    private static (string Name, string Note) Split(string line)
    {
        var text = line.Trim();
        for (var i = text.IndexOf('#', StringComparison.Ordinal); i >= 0; i = text.IndexOf('#', i + 1))
        {
            if (i == 0 || char.IsWhiteSpace(text[i - 1]))
            {
                return (text[..i].TrimEnd(), text[(i + 1)..].Trim());
            }
        }

        return (text, "");
    }

    private static string[] Names(string[] directory, string name) =>
        directory.Length == 0 ? name.Split('/')
        // Prefixes are written with a slash everywhere but in names of files.
        : directory[^1] == "ips" ? [.. directory, name.Replace('/', '_')]
        : [.. directory, name];

    private static IEnumerable<string> EnumerateLines(this string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
