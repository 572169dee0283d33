using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// What the checks look at that stands neither in the envelope nor in the trace, as one line of JSON: with it the ladder can be climbed
/// again under another policy when the message has long gone. A key that is added later is absent in older rows.
/// </summary>
internal static class JournalFacts
{
    private const int MaxText = 300;
    private const int MaxFields = 5;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Those that a check reads; Date only for whether it is there.
    private static readonly string[] s_fields = ["From", "Date", "X-Mailer"];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    public static string Of(Transaction transaction)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteBoolean("client-name-known"u8, transaction.ClientName.IsKnown);
            json.WriteBoolean("proxied"u8, transaction.Client.Proxied);
            json.WriteBoolean("early-talker"u8, transaction.Client.EarlyTalker);
            json.WriteString("tls"u8, transaction.Client.Tls);
            json.WriteBoolean("signed"u8, IsSigned(transaction));
            json.WriteBoolean("empty-body"u8, transaction.Message.IsEmptyBody());
            foreach (var name in s_fields)
            {
                WriteField(json, transaction, name);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsSigned(Transaction transaction) =>
        transaction.Message.Headers.Contains("DKIM-Signature") || transaction.Message.Headers.Contains("DomainKey-Signature");

    private static void WriteField(Utf8JsonWriter json, Transaction transaction, string name)
    {
        json.WriteStartArray(name);
        foreach (var field in transaction.Message.Headers.All(name).Take(MaxFields))
        {
            json.WriteStringValue(PlainText.Clean(field.Value, MaxText));
        }

        json.WriteEndArray();
    }
}
