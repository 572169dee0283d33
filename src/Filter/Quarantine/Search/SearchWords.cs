namespace MsLite.Filter.Quarantine.Search;

/// <summary>Splits what a person typed: words at white space, and what stands between quotation marks together.</summary>
internal static class SearchWords
{
    /// <summary>"inv*" finds "invoice": fewer letters before the star would match nearly everything.</summary>
    public const int LeastPrefix = 3;

    private const int MostWords = 16;

    public static IReadOnlyList<string> Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var words = new List<string>();
        foreach (var (index, part) in text.Replace('\0', ' ').Split('"').Index())
        {
            words.AddRange(index % 2 == 1 ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        return [.. words.Where(word => word.Length > 0).Take(MostWords)];
    }
}
