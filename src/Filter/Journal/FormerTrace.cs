using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// Reads traces that older versions stored: as people read them (<see cref="TraceJson"/>), or short, each entry an array
/// <c>[rung, microseconds, value, file, result, detail]</c> without the end that says nothing: a rung is its number in a list, a value or
/// file like the entry's before is 0, a value like that of the nth entry is n, a result that is not there is "pass".
/// </summary>
internal static class FormerTrace
{
    /// <summary>The readable form of what is stored.</summary>
    public static string Read(string stored)
    {
        if (!stored.StartsWith("[[", StringComparison.Ordinal))
        {
            return stored;
        }

        using var document = JsonDocument.Parse(stored);
        return Read(document.RootElement);
    }

    public static string Read(JsonElement stored) => JournalTrace.Readable(Parse(stored));

    private static List<TraceEntry> Parse(JsonElement stored)
    {
        var trace = new List<TraceEntry>(stored.GetArrayLength());
        foreach (var entry in stored.EnumerateArray())
        {
            var fields = entry.GetArrayLength();
            var last = trace.Count > 0 ? trace[^1] : new TraceEntry("", "", null, TraceResult.Pass, "", 0);
            _ = TraceResultExtensions.TryParseWord(fields > 4 ? entry[4].GetString() : TraceResult.Pass.Word(), out var result);
            trace.Add(new TraceEntry(
                entry[0].ValueKind == JsonValueKind.Number ? JournalTrace.Rungs[entry[0].GetInt32()] : entry[0].GetString()!,
                fields > 2 ? ValueOf(entry[2], trace, last) : last.Value,
                fields > 3 && entry[3].ValueKind != JsonValueKind.Number ? entry[3].GetString() : last.File,
                result,
                fields > 5 ? entry[5].GetString()! : "",
                entry[1].GetInt64() / 1000.0));
        }

        return trace;
    }

    private static string ValueOf(JsonElement value, List<TraceEntry> trace, TraceEntry last) =>
        value.ValueKind != JsonValueKind.Number ? value.GetString()! : value.GetInt32() is > 0 and var number ? trace[number - 1].Value : last.Value;
}
