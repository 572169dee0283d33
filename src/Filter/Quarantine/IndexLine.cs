using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Quarantine;

/// <summary>Writes one line of an index: the seed's keys in front, ours behind. Whatever the mail said, the line parses.</summary>
internal static class IndexLine
{
    private const int MaxSubject = 1000;
    private const int MaxText = 1000;
    private const int MaxTraceText = 1500;

    /// <summary>Trace entries after this many bytes are left out: a line stays below 64 KiB.</summary>
    private const int MaxBytes = 48 * 1024;

    // Addresses and subjects stay readable for grep: only what JSON itself forbids is escaped. No browser reads these lines.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    public static byte[] Write(Transaction transaction, ArchivedCopy copy, ArchivedFile file)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(8192);
        buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        WriteSeedKeys(json, transaction, copy, file);
        WriteOurKeys(json, transaction, copy, file);
        WriteTrace(json, copy.Verdict.Trace);
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSeedKeys(Utf8JsonWriter json, Transaction transaction, ArchivedCopy copy, ArchivedFile file)
    {
        json.WriteString("from", IndexText.Clean(transaction.ReturnPath?.ToString() ?? QuarantineEntry.NullReturnPath, MaxText));
        json.WriteString("ip", transaction.Client.Address.ToString());
        json.WriteString("host", IndexText.Clean(transaction.ReverseName ?? QuarantineEntry.UnknownHost, MaxText));
        json.WriteString("helo", IndexText.Clean(transaction.HelloName, MaxText));
        json.WriteString("reason", IndexText.Clean(copy.Verdict.Reason, MaxText));
        json.WriteString("subject", IndexText.Clean(transaction.Message.Subject, MaxSubject));
        json.WriteString("recipient", IndexText.Clean(copy.Recipient.Address.ToString(), MaxText));
        json.WriteString("filename", IndexText.Clean(file.Name, MaxText));
        json.WriteString("message-id", IndexText.Clean(transaction.Message.MessageId, MaxText));
    }

    private static void WriteOurKeys(Utf8JsonWriter json, Transaction transaction, ArchivedCopy copy, ArchivedFile file)
    {
        json.WriteString("id", IndexText.Clean(transaction.Id, MaxText));
        // RFC 3339 §5.6, with the offset of the zone that numbers the days.
        json.WriteString("time", file.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteString("blocker", IndexText.Clean(copy.Verdict.Blocker, MaxText));
        WriteNullable(json, "file", copy.Verdict.File, MaxText);
        json.WriteNumber("size", file.Size);
        json.WriteNumber("offset", file.Offset);
        json.WriteString("sha256", file.Sha256);
    }

    private static void WriteTrace(Utf8JsonWriter json, IReadOnlyList<TraceEntry> trace)
    {
        json.WriteStartArray("trace");
        foreach (var entry in trace)
        {
            if (json.BytesCommitted + json.BytesPending > MaxBytes)
            {
                break;
            }

            json.WriteStartObject();
            json.WriteString("rung", IndexText.Clean(entry.Rung, MaxTraceText));
            json.WriteString("value", IndexText.Clean(entry.Value, MaxTraceText));
            WriteNullable(json, "file", entry.File, MaxTraceText);
            json.WriteString("result", entry.Result.Word());
            json.WriteString("detail", IndexText.Clean(entry.Detail, MaxTraceText));
            json.WriteNumber("ms", Math.Round(double.IsFinite(entry.Ms) ? entry.Ms : 0, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNullable(Utf8JsonWriter json, string key, string? text, int most)
    {
        if (text is null)
        {
            json.WriteNull(key);
        }
        else
        {
            json.WriteString(key, IndexText.Clean(text, most));
        }
    }
}
