using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// What a row tells and nobody asks for by itself, as one object of JSON in one column: a column of its own for each costs more than all
/// else when hundreds of rows a second are written. A key that is added later is absent in older rows.
/// </summary>
internal static class JournalDetails
{
    private const int MaxText = 500;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The JSON of one recipient's row, behind what the buffer has already.</summary>
    public static void Write(IBufferWriter<byte> buffer, Transaction transaction, Fate fate, TimeSpan elapsed)
    {
        var json = s_writer ??= new Utf8JsonWriter(buffer, s_options);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("session"u8, transaction.Client.SessionId);
        json.WriteNumber("size"u8, transaction.Content.Length);
        json.WriteNumber("micros"u8, (long)elapsed.TotalMicroseconds);
        json.WriteString("reply"u8, PlainText.Clean(fate.Reply.ToString(), MaxText));
        WriteKnown(json, "file"u8, fate.Verdict.File);
        WriteKnown(json, "next-hop"u8, fate.NextHop);
        if (transaction.AuthenticationResults.Count > 0)
        {
            json.WriteString("authentication"u8, PlainText.Clean(string.Join("; ", transaction.AuthenticationResults), 2000));
        }

        json.WritePropertyName("facts"u8);
        JournalFacts.Write(json, transaction);
        json.WritePropertyName("trace"u8);
        JournalTrace.Write(json, fate.Verdict.Trace);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The row with what the JSON says of it.</summary>
    /// <exception cref="JsonException">It is none of ours.</exception>
    public static JournalRow AddTo(JournalRow row, byte[] details)
    {
        using var document = JsonDocument.Parse(details);
        var root = document.RootElement;
        return row with
        {
            Session = Text(root, "session"),
            Size = root.GetProperty("size").GetInt64(),
            Ms = root.GetProperty("micros").GetInt64() / 1000.0,
            Reply = Text(root, "reply"),
            File = Text(root, "file"),
            NextHop = Text(root, "next-hop"),
            Authentication = Text(root, "authentication"),
            Facts = root.GetProperty("facts").GetRawText(),
            Trace = JournalTrace.Read(root.GetProperty("trace")),
        };
    }

    /// <summary>The deciding file, and the trace when checks in shadow stand in it, else empty.</summary>
    /// <exception cref="JsonException">It is none of ours.</exception>
    public static (string File, string Trace) DecisionOf(byte[] details)
    {
        using var document = JsonDocument.Parse(details);
        var root = document.RootElement;
        return (Text(root, "file"), details.AsSpan().IndexOf("\"shadow-"u8) >= 0 ? JournalTrace.Read(root.GetProperty("trace")) : "");
    }

    private static void WriteKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, PlainText.Clean(text, MaxText));
        }
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
