using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MsLite.Filter.Spool;
using MsLite.Mail.Auth;
using MsLite.Mail.Mime;

namespace MsLite.Filter;

/// <summary>The header fields we add: who sent the message to whom, by which way, and what was found.</summary>
/// <param name="hostname">Our name, in Received and as authserv-id (RFC 8601 §2.5).</param>
internal sealed class HeaderStamp(string hostname, TimeProvider clock)
{
    // Longer than any address; beyond it the line that carries it could grow too long.
    private const int MaxForPath = 800;

    private const string Program = "(MsLite.Web)";
    private const string SmtpUtf8Protocol = "UTF8SMTP";

    private readonly ForgedFields _forged = new(hostname);

    /// <summary>Whether the fields of an archived copy say that its client sent it with SMTPUTF8.</summary>
    public static bool SaysSmtpUtf8(HeaderList fields)
    {
        var received = fields.Find("Received")?.Value ?? "";
        return received.IndexOf(Program, StringComparison.Ordinal) is >= 0 and var at
            && received.AsSpan(at + Program.Length).StartsWith($" with {SmtpUtf8Protocol}", StringComparison.Ordinal);
    }

    /// <summary>One copy for these recipients, with our fields in front and without the sender's forgeries of them.</summary>
    public StampedMessage ForDelivery(Transaction transaction, IReadOnlyList<Recipient> recipients)
    {
        var fields = new FieldWriter();
        AddAll(fields, transaction, recipients);
        GuardFirstLine(fields, transaction);
        return new StampedMessage(fields.Written, transaction.Content, _forged.Kept(transaction.Content, transaction.Message.BodyOffset));
    }

    /// <summary>The fields of an archived copy; the message behind them stays as it was received.</summary>
    public ReadOnlyMemory<byte> ForArchive(Transaction transaction, Recipient recipient, Verdict verdict)
    {
        var fields = new FieldWriter();
        AddAll(fields, transaction, [recipient]);
        fields.Add("X-REJECT-REASON", verdict.Reason);
        fields.Add("X-REJECT-PLUGIN", verdict.Blocker ?? "");
        GuardFirstLine(fields, transaction);
        return fields.Written;
    }

    private void AddAll(FieldWriter fields, Transaction transaction, IReadOnlyList<Recipient> recipients)
    {
        AddReceived(fields, transaction, recipients);
        AddAuthenticationResults(fields, transaction);
        fields.Add("X-HELO", transaction.HelloName);
        fields.Add("X-REMOTE-IP", transaction.Client.Address.ToString());
        fields.Add("X-REMOTE-HOST", transaction.ReverseName ?? "unknown");
        fields.Add("X-MAIL-FROM", transaction.ReturnPath?.ToString() ?? "");
        AddRecipient(fields, recipients);
        if (transaction.DkimResult is { } dkim)
        {
            fields.Add("X-DKIM-RESULT", dkim);
        }

        foreach (var (name, value) in transaction.FindingsFor(recipients))
        {
            fields.Add(name, value);
        }
    }

    /// <summary>What would tell one recipient of another, a blind copy perhaps, is left out.</summary>
    private static void AddRecipient(FieldWriter fields, IReadOnlyList<Recipient> recipients)
    {
        var first = recipients[0];
        if (recipients.Count == 1)
        {
            fields.Add("X-RCPT-TO", first.Address.ToString());
        }

        if (recipients.All(recipient => recipient.Domain == first.Domain))
        {
            fields.Add("X-DOMAIN", first.Domain);
        }

        if (recipients.Count == 1)
        {
            fields.Add("X-LOCALPART", first.Address.LocalPart);
        }
    }

    /// <summary>RFC 5321 §4.4.</summary>
    private void AddReceived(FieldWriter fields, Transaction transaction, IReadOnlyList<Recipient> recipients)
    {
        var client = transaction.Client;
        var from = $"Received: from {Host(transaction.HelloName)} ({Host(transaction.ReverseName)} [{Literal(client.Address)}])";
        var by = $"by {hostname} {Program} with {Protocol(transaction)} id {transaction.Id}";
        var date = Date(TimeZoneInfo.ConvertTime(transaction.Received, clock.LocalTimeZone));

        // RFC 5321 §7.6: with several recipients, naming them would disclose them to each other.
        var only = recipients.Count == 1 ? recipients[0].Address.ToString() : "";
        if (only.Length is 0 or > MaxForPath)
        {
            fields.AddLines(from, by + ";", date);
        }
        else
        {
            fields.AddLines(from, by, $"for <{only}>; {date}");
        }
    }

    private void AddAuthenticationResults(FieldWriter fields, Transaction transaction)
    {
        var results = transaction.AuthenticationResults;
        if (results.Count == 0)
        {
            // RFC 8601 §2.2: "none" says that we are the border and looked at nothing.
            fields.Add(AuthenticationResults.FieldName, $"{hostname}; none");
            return;
        }

        var lines = results.ConvertAll(result => result + ";");
        lines[^1] = results[^1];
        fields.AddLines($"{AuthenticationResults.FieldName}: {hostname};", [.. lines]);
    }

    /// <summary>A message that begins in the middle of a field must not go on with ours.</summary>
    private static void GuardFirstLine(FieldWriter fields, Transaction transaction)
    {
        if (FirstByte(transaction.Content) is ' ' or '\t')
        {
            fields.Add("X-MSLITE-NOTE", "the message began with a folded line");
        }
    }

    private static int FirstByte(SpooledMessage content)
    {
        if (content.TryGetMemory(out var memory))
        {
            return memory.IsEmpty ? -1 : memory.Span[0];
        }

        using var stream = content.OpenRead();
        return stream.ReadByte();
    }

    /// <summary>RFC 3848 and RFC 6531 §4.3.</summary>
    private static string Protocol(Transaction transaction)
    {
        var protocol = transaction.Parameters.SmtpUtf8 ? SmtpUtf8Protocol : transaction.Client.Extended ? "ESMTP" : "SMTP";
        return transaction.Client.Tls is not null && protocol != "SMTP" ? protocol + "S" : protocol;
    }

    /// <summary>A name or literal that a stranger gave, with nothing in it that would end the clause or open a comment.</summary>
    private static string Host(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "unknown";
        }

        return string.Create(Math.Min(name.Length, 255), name, static (clean, given) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                var c = given[i];
                clean[i] = char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']' || char.IsLetterOrDigit(c) ? c : '?';
            }
        });
    }

    /// <summary>RFC 5321 §4.1.3.</summary>
    private static string Literal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"IPv6:{address}" : address.ToString();

    /// <summary>RFC 5322 §3.3; the zone without .NET's colon.</summary>
    private static string Date(DateTimeOffset time)
    {
        var date = time.ToString("ddd, d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return date.Remove(date.Length - 3, 1);
    }
}
