using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MsLite.Filter.Quarantine;

/// <summary>Reads one index line: ours, the seed's (JSON that may hold invalid UTF-8), and its first form <c>from|to|file|subject</c>.</summary>
internal static class IndexLineParser
{
    // A trace is three levels deep. What nests deeper was not written by us.
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8 };

    /// <summary>Null when the line is torn or no index line at all. Never throws.</summary>
    /// <param name="withTrace">False leaves out the ladder, which is half of the work.</param>
    public static QuarantineEntry? TryParse(ReadOnlySpan<byte> line, string day, string domain, bool withTrace = true)
    {
        line = line.Trim("\r\n \t"u8);
        if (line.Length == 0)
        {
            return null;
        }

        return line[0] == (byte)'{' ? TryParseJson(line, day, domain, withTrace) : TryParseBars(line, day, domain);
    }

    private static QuarantineEntry? TryParseJson(ReadOnlySpan<byte> line, string day, string domain, bool withTrace)
    {
        try
        {
            // The seed copied header bytes as they came. U+FFFD for what is not UTF-8 keeps the rest of the line.
            var valid = System.Text.Unicode.Utf8.IsValid(line) ? line.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
            using var document = JsonDocument.Parse(valid, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? FromJson(document.RootElement, day, domain, withTrace) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static QuarantineEntry FromJson(JsonElement json, string day, string domain, bool withTrace)
    {
        var fileName = Text(json, "filename") ?? "";
        return new QuarantineEntry
        {
            Day = day,
            Domain = domain,
            From = WithoutBrackets(Text(json, "from") ?? ""),
            Ip = Text(json, "ip") ?? "",
            Host = Text(json, "host") ?? "",
            Helo = Text(json, "helo") ?? "",
            Reason = Text(json, "reason") ?? "",
            Subject = Text(json, "subject") ?? "",
            Recipient = WithoutBrackets(Text(json, "recipient") ?? ""),
            FileName = fileName,
            MessageId = Text(json, "message-id") ?? "",
            Id = Text(json, "id"),
            Time = ParseTime(Text(json, "time")) ?? TimeOf(fileName),
            Blocker = Text(json, "blocker"),
            File = Text(json, "file"),
            Size = Number(json, "size"),
            Offset = Number(json, "offset"),
            Sha256 = Text(json, "sha256"),
            Trace = withTrace ? Trace(json) : [],
        };
    }

    private static QuarantineEntry? TryParseBars(ReadOnlySpan<byte> line, string day, string domain)
    {
        // A "|" in the subject is the subject's; one elsewhere cannot be told.
        var columns = Encoding.UTF8.GetString(line).Split('|', 4);
        if (columns.Length < 4)
        {
            return null;
        }

        var fileName = columns[2][(columns[2].LastIndexOf('/') + 1)..].Trim();
        return new QuarantineEntry
        {
            Day = day,
            Domain = domain,
            From = WithoutBrackets(columns[0].Trim()),
            Recipient = WithoutBrackets(columns[1].Trim()),
            FileName = fileName,
            Subject = columns[3].Trim(),
            Time = TimeOf(fileName),
        };
    }

    private static List<TraceEntry> Trace(JsonElement json)
    {
        var trace = new List<TraceEntry>();
        if (!json.TryGetProperty("trace", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return trace;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && TraceResultExtensions.TryParseWord(Text(item, "result"), out var result))
            {
                trace.Add(new TraceEntry(
                    Text(item, "rung") ?? "", Text(item, "value") ?? "", Text(item, "file"), result, Text(item, "detail") ?? "", Milliseconds(item)));
            }
        }

        return trace;
    }

    private static string? Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : null;

    private static double Milliseconds(JsonElement json) =>
        json.TryGetProperty("ms", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var ms) && double.IsFinite(ms) ? ms : 0;

    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Our names and the seed's begin with the seconds since 1970.</summary>
    private static DateTimeOffset? TimeOf(string fileName)
    {
        var dot = fileName.IndexOf('.', StringComparison.Ordinal);
        return dot is > 0 and <= 11 && long.TryParse(fileName.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>The seed wrote "&lt;ann@example.net&gt;".</summary>
    private static string WithoutBrackets(string address) =>
        address.Length > 2 && address[0] == '<' && address[^1] == '>' ? address[1..^1] : address;
}
