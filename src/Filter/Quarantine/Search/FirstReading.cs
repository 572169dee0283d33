namespace MsLite.Filter.Quarantine.Search;

/// <summary>An index that has never been read, compared with the files beside it at once: all that the disk has to give, and nothing of the database.</summary>
/// <param name="Followed">How far it is read; <see cref="Followed.Nothing"/> when there is nothing yet.</param>
/// <param name="Lines">Those whose copies are there.</param>
internal sealed record FirstReading(Followed Followed, IReadOnlyList<FollowedLine> Lines)
{
    /// <exception cref="IOException">The disk does not give the index.</exception>
    public static FirstReading Of(DomainDirectory directory, string day)
    {
        var lines = new List<FollowedLine>();
        var followed = Followed.Nothing;
        while (IndexPart.TryRead(directory, day, followed) is { } part && part.End > followed.Position)
        {
            lines.AddRange(part.Lines);
            followed = followed with { Position = part.End, Mark = part.Mark };
        }

        if (followed == Followed.Nothing)
        {
            return new FirstReading(followed, []);
        }

        // The lines first: a line is written after its file.
        var times = MaildirFiles.Times(directory);
        var files = MaildirFiles.Of(directory);
        return new FirstReading(
            followed with { Listed = times },
            [.. lines.Where(line => files.ContainsKey(line.Entry.FileName)).Select(line => line with { Flags = files[line.Entry.FileName] })]);
    }
}
