using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Explain;

/// <summary>A verdict for people and for scripts.</summary>
internal static class ExplainText
{
    private const int WidestValue = 40;

    // For a terminal or a file, never for a page: letters may stay letters.
    private static readonly JsonWriterOptions s_json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(Verdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_json))
        {
            writer.WriteStartObject();
            writer.WriteString("verdict"u8, Word(verdict.Kind));
            writer.WriteString("reason"u8, verdict.Reason);
            writer.WriteString("blocker"u8, verdict.Blocker);
            writer.WriteString("file"u8, verdict.File);
            writer.WritePropertyName("trace"u8);
            TraceJson.Write(writer, verdict.Trace);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The verdict in a sentence, then the ladder, one rung a line.</summary>
    public static string Plain(Verdict verdict)
    {
        var text = new StringBuilder(Sentence(verdict)).Append('\n');
        var rungs = verdict.Trace.Select(entry => (Entry: entry, Value: PlainText.Clean(entry.Value, WidestValue))).ToList();
        var rungWidth = rungs.Select(rung => rung.Entry.Rung.Length).DefaultIfEmpty().Max();
        var valueWidth = rungs.Select(rung => rung.Value.Length).DefaultIfEmpty().Max();
        foreach (var (entry, value) in rungs)
        {
            text.Append('\n').Append("  ").Append(Line(entry, value, rungWidth, valueWidth).TrimEnd());
        }

        return text.ToString();
    }

    private static string Sentence(Verdict verdict)
    {
        var by = verdict.Blocker is null ? "nothing speaks against it"
            : verdict.File is null ? $"decided by {verdict.Blocker}"
            : $"decided by {verdict.Blocker}, file {PlainText.Clean(verdict.File)}";
        return verdict.Kind switch
        {
            VerdictKind.Deliver => $"Delivered: {by}.",
            VerdictKind.Refuse => $"Refused with \"{verdict.Reason}\": {by}.",
            _ => $"Deferred with \"{verdict.Reason}\": {by}.",
        };
    }

    private static string Line(TraceEntry entry, string value, int rungWidth, int valueWidth)
    {
        var behind = string.Join("  ", new[] { PlainText.Clean(entry.File), PlainText.Clean(entry.Detail) }.Where(part => part.Length > 0));
        return $"{entry.Rung.PadRight(rungWidth)}  {value.PadRight(valueWidth)}  {entry.Result.Word(),-13}  {behind}";
    }

    private static string Word(VerdictKind kind) => kind switch
    {
        VerdictKind.Deliver => "deliver",
        VerdictKind.Refuse => "refuse",
        _ => "defer",
    };
}
