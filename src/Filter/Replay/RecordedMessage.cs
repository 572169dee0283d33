using System.Net;
using System.Text;
using System.Text.Json;
using MsLite.Filter.Delivery;
using MsLite.Filter.Journal;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Replay;

/// <summary>A message as far as the journal remembers it: the envelope and the client whole, of the header what checks look at, of the body nothing.</summary>
internal sealed class RecordedMessage
{
    private RecordedMessage(JournalRow row, RecordedFacts facts, IReadOnlyList<TraceEntry> trace, Transaction transaction) =>
        (Row, Facts, Trace, Transaction) = (row, facts, trace, transaction);

    public JournalRow Row { get; }

    public RecordedFacts Facts { get; }

    /// <summary>The ladder of then.</summary>
    public IReadOnlyList<TraceEntry> Trace { get; }

    public Transaction Transaction { get; }

    /// <summary>Null when the row does not hold even its envelope whole: of such a message nothing can be said.</summary>
    public static RecordedMessage? Of(JournalRow row, MsLiteOptions options)
    {
        var sender = AddressText.Parse(row.Sender);
        var recipient = AddressText.Parse(row.Recipient);
        if (!IPAddress.TryParse(row.Client, out var client) || (sender?.Key ?? "") != row.Sender || recipient?.Key != row.Recipient)
        {
            return null;
        }

        var facts = RecordedFacts.Of(row.Facts);
        var trace = TraceOf(row.Trace);
        var transaction = new Transaction
        {
            Id = row.Id,
            IsRehearsal = true,
            Client = ClientOf(row, facts, client),
            ReturnPath = sender,
            Parameters = MailParameters.None,
            Received = row.Time,
            Options = options,
            ClientIsHidden = facts.ClientIsHidden,
            ClientName = row.ClientName.Length > 0 ? ClientName.Of(row.ClientName) : facts.ClientNameIsKnown ? ClientName.None : ClientName.NotKnown,
            Message = MimeMessage.Parse(Header(row, facts)),
        };
        transaction.Recipients.Add(new Recipient(recipient, RcptParameters.None) { Callout = CalloutOf(trace) });
        return new RecordedMessage(row, facts, trace, transaction);
    }

    private static SmtpClientHost ClientOf(JournalRow row, RecordedFacts facts, IPAddress client) => new()
    {
        SessionId = row.Session,
        EndPoint = new IPEndPoint(client, 0),
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        Proxied = facts.Proxied,
        HelloName = row.Helo,
        Extended = true,
    };

    /// <summary>A message that the checks which look at facts cannot tell from the one that came.</summary>
    private static byte[] Header(JournalRow row, RecordedFacts facts)
    {
        var text = new StringBuilder();
        foreach (var (name, values) in facts.Fields)
        {
            foreach (var value in values)
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        text.Append("Subject: ").Append(row.Subject).Append("\r\n");
        if (facts.IsSigned)
        {
            text.Append("DKIM-Signature: there was one\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(facts.IsEmptyBody ? "" : "There was one.\r\n").ToString());
    }

    /// <summary>What the next hop said of the recipient; null when it was not asked.</summary>
    private static Callout? CalloutOf(List<TraceEntry> trace)
    {
        var detail = trace.Find(entry => entry.Rung == "users").Detail ?? "";
        return Ladder.CalloutWords.Where(words => detail.StartsWith(words.Value, StringComparison.Ordinal))
            .Select(words => new Callout(words.Key, detail[words.Value.Length..])).FirstOrDefault();
    }

    private static List<TraceEntry> TraceOf(string json)
    {
        try
        {
            return json.Length > 0 ? JsonSerializer.Deserialize<List<TraceEntry>>(json, JsonSerializerOptions.Web) ?? [] : [];
        }
        catch (JsonException)
        {
            // Of a later version, or spoilt.
            return [];
        }
    }
}
