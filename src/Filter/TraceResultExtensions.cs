namespace MsLite.Filter;

/// <summary>The words of a trace's result, as index, explain and API write them.</summary>
public static class TraceResultExtensions
{
    private static readonly string[] s_words = ["pass", "refuse", "defer", "deliver", "shadow-refuse", "shadow-defer", "abstain"];

    public static string Word(this TraceResult result) => s_words[(int)result];

    /// <summary>The result of a word; false for any other text.</summary>
    public static bool TryParseWord(string? word, out TraceResult result)
    {
        var index = Array.IndexOf(s_words, word);
        result = (TraceResult)Math.Max(0, index);
        return index >= 0;
    }
}
