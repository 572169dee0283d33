using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// A trace as the journal stores it: a fifth of its size, because the ladder asks the same questions of every message. Each entry is an
/// array <c>[rung, microseconds, value, file, result, detail]</c> without the end that says nothing: a value or file like the entry's
/// before is 0, a result that is not there is "pass". Rows that older versions wrote hold the readable form itself.
/// </summary>
internal static class JournalTrace
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    public static string Write(IReadOnlyList<TraceEntry> trace) => Build(trace, static (json, trace) =>
    {
        json.WriteStartArray();
        var (value, file) = ("", (string?)null);
        foreach (var entry in trace)
        {
            json.WriteStartArray();
            Write(json, entry, isSameValue: entry.Value == value, isSameFile: entry.File == file);
            json.WriteEndArray();
            (value, file) = (entry.Value, entry.File);
        }

        json.WriteEndArray();
    });

    /// <summary>The readable form (<see cref="TraceJson"/>) of what is stored.</summary>
    public static string Read(string stored) =>
        stored.StartsWith("[[", StringComparison.Ordinal) ? Build(Parse(stored), TraceJson.Write) : stored;

    private static void Write(Utf8JsonWriter json, TraceEntry entry, bool isSameValue, bool isSameFile)
    {
        var fields = entry.Detail.Length > 0 ? 6 : entry.Result != TraceResult.Pass ? 5 : !isSameFile ? 4 : !isSameValue ? 3 : 2;
        json.WriteStringValue(entry.Rung);
        json.WriteNumberValue((long)Math.Round(entry.Ms * 1000));
        if (fields > 2)
        {
            WriteUnlessSame(json, entry.Value, isSameValue);
        }

        if (fields > 3)
        {
            WriteUnlessSame(json, entry.File, isSameFile);
        }

        if (fields > 4)
        {
            json.WriteStringValue(entry.Result.Word());
        }

        if (fields > 5)
        {
            json.WriteStringValue(entry.Detail);
        }
    }

    private static void WriteUnlessSame(Utf8JsonWriter json, string? text, bool isSame)
    {
        if (isSame)
        {
            json.WriteNumberValue(0);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static List<TraceEntry> Parse(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        var trace = new List<TraceEntry>(document.RootElement.GetArrayLength());
        var (value, file) = ("", (string?)null);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var fields = entry.GetArrayLength();
            value = fields > 2 && entry[2].ValueKind != JsonValueKind.Number ? entry[2].GetString()! : value;
            file = fields > 3 && entry[3].ValueKind != JsonValueKind.Number ? entry[3].GetString() : file;
            _ = TraceResultExtensions.TryParseWord(fields > 4 ? entry[4].GetString() : TraceResult.Pass.Word(), out var result);
            trace.Add(new TraceEntry(entry[0].GetString()!, value, file, result, fields > 5 ? entry[5].GetString()! : "", entry[1].GetInt64() / 1000.0));
        }

        return trace;
    }

    private static string Build(IReadOnlyList<TraceEntry> trace, Action<Utf8JsonWriter, IReadOnlyList<TraceEntry>> write)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            write(json, trace);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
