using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// What the checks look at that stands neither in the envelope nor in the trace, as one line of JSON: with it the ladder can be climbed
/// again under another policy when the message has long gone. A key that is added later is absent in older rows.
/// </summary>
internal static class JournalFacts
{
    private const int MaxText = 300;
    /// <summary>Fields of one name that are taken down.</summary>
    internal const int MaxFields = 5;

    // Those that a check reads; Date only for whether it is there.
    internal static readonly IReadOnlyList<string> Fields = ["From", "Date", "X-Mailer"];

    /// <summary>As the value that is due.</summary>
    public static void Write(Utf8JsonWriter json, Transaction transaction)
    {
        json.WriteStartObject();
        json.WriteBoolean("client-name-known"u8, transaction.ClientName.IsKnown);
        json.WriteBoolean("proxied"u8, transaction.Client.Proxied);
        json.WriteBoolean("early-talker"u8, transaction.Client.EarlyTalker);
        json.WriteString("tls"u8, transaction.Client.Tls);
        WriteUnusual(json, transaction);
        WriteDialogue(json, transaction);
        json.WriteBoolean("signed"u8, IsSigned(transaction));
        json.WriteBoolean("empty-body"u8, transaction.Message.IsEmptyBody());
        foreach (var name in Fields)
        {
            WriteField(json, transaction, name);
        }

        json.WriteEndObject();
    }

    /// <summary>Left out where it is as nearly always: a client that no gateway hides, at most one field Subject.</summary>
    private static void WriteUnusual(Utf8JsonWriter json, Transaction transaction)
    {
        if (transaction.ClientIsHidden)
        {
            json.WriteBoolean("client-hidden"u8, true);
        }

        var headers = transaction.Message.Headers;
        if (headers.IndexOf("Subject") is >= 0 and var first && headers.IndexOf("Subject", first + 1) >= 0)
        {
            json.WriteBoolean("more-subjects"u8, true);
        }
    }

    /// <summary>What the client said beside the envelope. Left out where it is what nearly all clients say: EHLO, one recipient, no parameters.</summary>
    private static void WriteDialogue(Utf8JsonWriter json, Transaction transaction)
    {
        if (!transaction.Client.Extended)
        {
            json.WriteBoolean("helo"u8, true);
        }

        if (transaction.Recipients.Count > 1)
        {
            json.WriteNumber("recipients"u8, transaction.Recipients.Count);
        }

        if (Parameters(transaction.Parameters) is { Length: > 0 } parameters)
        {
            json.WriteString("mail"u8, parameters);
        }
    }

    private static string Parameters(Smtp.MailParameters mail) => (mail.EightBitMime, mail.SmtpUtf8, mail.Prdr) switch
    {
        (false, false, false) => "",
        (true, false, false) => "8bitmime",
        _ => string.Join(' ', new[] { mail.EightBitMime ? "8bitmime" : null, mail.SmtpUtf8 ? "smtputf8" : null, mail.Prdr ? "prdr" : null }.OfType<string>()),
    };

    private static bool IsSigned(Transaction transaction) =>
        transaction.Message.Headers.Contains("DKIM-Signature") || transaction.Message.Headers.Contains("DomainKey-Signature");

    private static void WriteField(Utf8JsonWriter json, Transaction transaction, string name)
    {
        json.WriteStartArray(name);
        var headers = transaction.Message.Headers;
        var written = 0;
        for (var index = headers.IndexOf(name); index >= 0 && written < MaxFields; index = headers.IndexOf(name, index + 1))
        {
            json.WriteStringValue(PlainText.Clean(headers[index].Value, MaxText));
            written++;
        }

        json.WriteEndArray();
    }
}
