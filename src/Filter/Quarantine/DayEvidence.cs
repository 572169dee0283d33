namespace MsLite.Filter.Quarantine;

/// <summary>
/// Tells which year's mail a directory <c>/spam/N/D</c> holds. Its name does not; but the time in our last index line does, and in the seed's
/// directories the times at which the index and the newest of the copies were last written to.
/// </summary>
internal sealed class DayEvidence(TimeZoneInfo zone)
{
    private const int Sample = 64;

    /// <summary>
    /// The directory's day: the one its name stands for, unless what is in it says otherwise. Later than its name it can be when the clock
    /// or its zone was set back: what looks like mail of a year ago is then mail of tomorrow, and must not expire.
    /// </summary>
    public DateOnly DateOf(DomainDirectory directory, DateOnly nominal)
    {
        if (LastLine(directory) is { } line)
        {
            return line > nominal || line.AddDays(DayName.Slack) < nominal ? line : nominal;
        }

        DateOnly[] seen = [.. new[] { LastWrite(directory), NewestCopy(directory) }.OfType<DateOnly>()];
        return seen.Length == 0 ? nominal
            : seen.Min() is var oldest && oldest.AddDays(DayName.Slack) < nominal ? oldest
            : seen.Max() is var newest && newest > nominal.AddDays(DayName.Slack) ? newest
            : nominal;
    }

    private static DateOnly? LastLine(DomainDirectory directory)
    {
        try
        {
            // The offset in the line is that of the writer's zone: its own date is the one the directory was chosen by. The seed's lines
            // have no time; what their file names say is left out, because files get copied and restored under their old names.
            return IndexTail.ReadLast(directory.Index) is { Id: not null, Time: { } time } ? DateOnly.FromDateTime(time.DateTime) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All copies of a directory are of one day, so a few tell.</summary>
    private DateOnly? NewestCopy(DomainDirectory directory)
    {
        DateOnly? newest = null;
        foreach (var folder in new[] { directory.New, directory.Current }.Where(Directory.Exists))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Take(Sample))
            {
                var day = LocalDay(file.LastWriteTimeUtc);
                newest = newest > day ? newest : day;
            }
        }

        return newest;
    }

    private DateOnly LocalDay(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    private DateOnly? LastWrite(DomainDirectory directory)
    {
        string[] witnesses = [directory.Index, directory.SeedIndex, directory.New, directory.Current, directory.Path];
        foreach (var path in witnesses)
        {
            // An index of no bytes has seen no mail; a link tells its own age.
            var file = new FileInfo(path);
            if (file.Exists ? file is { LinkTarget: null, Length: > 0 } : Directory.Exists(path))
            {
                return LocalDay(file.LastWriteTimeUtc);
            }
        }

        return null;
    }
}
