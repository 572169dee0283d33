using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// What the checks look at that stands neither in the envelope nor in the trace: with it the ladder can be climbed again under another policy when the
/// message has long gone.
/// </summary>
internal static class JournalFacts
{
    private const int MaxText = 300;

    /// <summary>Fields of one name that are taken down.</summary>
    internal const int MaxFields = 5;

    // Those that a check reads; Date only for whether it is there.
    internal static readonly IReadOnlyList<string> Fields = ["From", "Date", "X-Mailer"];

    /// <summary>Those that are yes or no.</summary>
    public static RowMarks MarksOf(Transaction transaction)
    {
        var headers = transaction.Message.Headers;
        return RowMarks.ClientNameKnown.If(transaction.ClientName.IsKnown)
            | RowMarks.Proxied.If(transaction.Client.Proxied)
            | RowMarks.EarlyTalker.If(transaction.Client.EarlyTalker)
            | RowMarks.Tls.If(transaction.Client.Tls is not null)
            | RowMarks.ClientHidden.If(transaction.ClientIsHidden)
            | RowMarks.Helo.If(!transaction.Client.Extended)
            | RowMarks.Signed.If(IsSigned(transaction))
            | RowMarks.EmptyBody.If(transaction.Message.IsEmptyBody())
            | RowMarks.MoreSubjects.If(headers.IndexOf("Subject") is >= 0 and var first && headers.IndexOf("Subject", first + 1) >= 0);
    }

    /// <summary>The others.</summary>
    public static void Write(RowWriter row, Transaction transaction)
    {
        if (transaction.Client.Tls is { } tls)
        {
            row.Text(tls);
        }

        row.Number((ulong)transaction.Recipients.Count);
        row.Text(Parameters(transaction.Parameters));
        foreach (var name in Fields)
        {
            WriteField(row, transaction, name);
        }
    }

    /// <summary>All as JSON. What nearly all messages share is left out: EHLO, one recipient, no parameters, no gateway, one field Subject.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static string Read(DetailsReader details, RowMarks marks) => ReadableJson.Of(json => Read(json, details, marks));

    private static void Read(Utf8JsonWriter json, DetailsReader details, RowMarks marks)
    {
        json.WriteStartObject();
        json.WriteBoolean("client-name-known"u8, marks.HasFlag(RowMarks.ClientNameKnown));
        json.WriteBoolean("proxied"u8, marks.HasFlag(RowMarks.Proxied));
        json.WriteBoolean("early-talker"u8, marks.HasFlag(RowMarks.EarlyTalker));
        json.WriteString("tls"u8, marks.HasFlag(RowMarks.Tls) ? details.Text() : null);
        ReadUnusual(json, marks);
        ReadDialogue(json, details, marks);
        json.WriteBoolean("signed"u8, marks.HasFlag(RowMarks.Signed));
        json.WriteBoolean("empty-body"u8, marks.HasFlag(RowMarks.EmptyBody));
        foreach (var name in Fields)
        {
            ReadField(json, details, name);
        }

        json.WriteEndObject();
    }

    private static void ReadUnusual(Utf8JsonWriter json, RowMarks marks)
    {
        if (marks.HasFlag(RowMarks.ClientHidden))
        {
            json.WriteBoolean("client-hidden"u8, true);
        }

        if (marks.HasFlag(RowMarks.MoreSubjects))
        {
            json.WriteBoolean("more-subjects"u8, true);
        }
    }

    /// <summary>What the client said beside the envelope.</summary>
    private static void ReadDialogue(Utf8JsonWriter json, DetailsReader details, RowMarks marks)
    {
        if (marks.HasFlag(RowMarks.Helo))
        {
            json.WriteBoolean("helo"u8, true);
        }

        if (details.Number(int.MaxValue) is > 1 and var recipients)
        {
            json.WriteNumber("recipients"u8, recipients);
        }

        if (details.Text() is { Length: > 0 } parameters)
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

    private static void WriteField(RowWriter row, Transaction transaction, string name)
    {
        var headers = transaction.Message.Headers;
        var count = 0;
        for (var index = headers.IndexOf(name); index >= 0 && count < MaxFields; index = headers.IndexOf(name, index + 1))
        {
            count++;
        }

        row.Number((ulong)count);
        for (var index = headers.IndexOf(name); count > 0; index = headers.IndexOf(name, index + 1), count--)
        {
            row.Text(PlainText.Clean(headers[index].Value, MaxText));
        }
    }

    private static void ReadField(Utf8JsonWriter json, DetailsReader details, string name)
    {
        json.WriteStartArray(name);
        for (var left = details.Number(MaxFields); left > 0; left--)
        {
            json.WriteStringValue(details.Text());
        }

        json.WriteEndArray();
    }
}
