namespace MsLite.Web.Metrics;

/// <summary>The values of a measurement's tags, in the order in which its instrument always names them; at most three.</summary>
internal readonly record struct SeriesKey(string? First, string? Second, string? Third)
{
    public const int MostTags = 3;

    public static SeriesKey Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(Text(tags, 0), Text(tags, 1), Text(tags, 2));

    /// <summary>Where all that came after the most series of one instrument is gathered.</summary>
    public static SeriesKey Other(int tags) => new(tags > 0 ? "other" : null, tags > 1 ? "other" : null, tags > 2 ? "other" : null);

    public string? this[int index] => index switch { 0 => First, 1 => Second, _ => Third };

    // Instruments are given strings, which cost nothing here.
    private static string? Text(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) =>
        index >= tags.Length ? null : tags[index].Value as string ?? Convert.ToString(tags[index].Value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
