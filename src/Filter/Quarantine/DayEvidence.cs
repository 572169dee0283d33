namespace MsLite.Filter.Quarantine;

/// <summary>
/// Tells which year's mail a directory <c>/spam/N/D</c> holds. Its name does not; but the time in our last index line does, and so
/// does the time at which the index (in a directory without one, the Maildir) was last written to, for the seed's directories too.
/// </summary>
internal sealed class DayEvidence(TimeZoneInfo zone)
{
    /// <summary>The directory's day: the one its name stands for, unless something in it is older.</summary>
    public DateOnly DateOf(DomainDirectory directory, DateOnly nominal)
    {
        var oldest = nominal;
        foreach (var seen in new[] { LastLine(directory), LastWrite(directory) })
        {
            if (seen is { } day && day.AddDays(DayName.Slack) < nominal && day < oldest)
            {
                oldest = day;
            }
        }

        return oldest;
    }

    private static DateOnly? LastLine(DomainDirectory directory)
    {
        try
        {
            // The offset in the line is that of the writer's zone: its own date is the one the directory was chosen by.
            return IndexTail.ReadLast(directory.Index) is { Time: { } time } ? DateOnly.FromDateTime(time.DateTime) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private DateOnly? LastWrite(DomainDirectory directory)
    {
        string[] witnesses = [directory.Index, directory.SeedIndex, directory.New, directory.Current, directory.Path];
        foreach (var path in witnesses)
        {
            // An index of no bytes has seen no mail; a link tells its own age.
            var file = new FileInfo(path);
            if (file.Exists ? file is { LinkTarget: null, Length: > 0 } : Directory.Exists(path))
            {
                return DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(file.LastWriteTimeUtc, zone));
            }
        }

        return null;
    }
}
