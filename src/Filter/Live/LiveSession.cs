using MsLite.Mail;
using MsLite.Smtp;

namespace MsLite.Filter.Live;

/// <summary>Tells the live feed what one session does, while somebody looks on.</summary>
internal sealed class LiveSession(LiveFeed feed, SmtpClientHost client, TimeProvider clock)
{
    /// <summary>RFC 5321 §4.5.3.1.3.</summary>
    private const int MaxPath = 256;

    private const int MaxReply = 500;

    private HashSet<string>? _domains;
    private EmailAddress? _recipient;

    /// <summary>The question for the client's reverse name, once it was put.</summary>
    public Once<ClientName>? Name { get; set; }

    public bool IsWatched => feed.IsListening;

    public void Connected(SmtpReply greeting)
    {
        if (feed.IsListening)
        {
            feed.Publish(Step(LiveStepKind.Connect, "", greeting.ToString()));
        }
    }

    /// <summary>The command RCPT was understood; its answer follows.</summary>
    public void Asked(EmailAddress recipient) => _recipient = recipient;

    /// <param name="transaction">The one that the command belongs to; null outside of any.</param>
    public void Answered(string command, SmtpReply reply, Transaction? transaction)
    {
        var recipient = _recipient;
        _recipient = null;
        if (!feed.IsListening)
        {
            return;
        }

        var domains = recipient is not null ? [recipient.DomainKey] : transaction?.Recipients.Select(each => each.Domain).Distinct().ToArray() ?? [];
        (_domains ??= []).UnionWith(domains);
        feed.Publish(Step(KindOf(command), command, PlainText.Clean(reply.ToString(), MaxReply)) with
        {
            From = From(transaction),
            Argument = KindOf(command) switch
            {
                LiveStepKind.Hello => PlainText.Clean(client.HelloName),
                LiveStepKind.Mail when reply.IsPositive => From(transaction),
                LiveStepKind.Rcpt => PlainText.Clean(recipient?.ToString(), MaxPath),
                _ => "",
            },
            Domains = domains,
        });
    }

    public void Closed()
    {
        if (feed.IsListening)
        {
            feed.Publish(Step(LiveStepKind.Close, "", "") with { Domains = [.. _domains ?? []] });
        }
    }

    public static LiveStep TurnedAway(SmtpClientHost client, SmtpReply reply, DateTimeOffset now) =>
        StepOf(client, now, LiveStepKind.TurnedAway, "", PlainText.Clean(reply.ToString(), MaxReply), null);

    private LiveStep Step(LiveStepKind kind, string command, string reply) => StepOf(client, clock.GetUtcNow(), kind, command, reply, Name?.Answer?.Name);

    private static LiveStep StepOf(SmtpClientHost client, DateTimeOffset now, LiveStepKind kind, string command, string reply, string? name) => new()
    {
        Session = client.SessionId,
        Time = now,
        Kind = kind,
        Client = client.Address,
        ClientName = PlainText.Clean(name),
        Helo = PlainText.Clean(client.HelloName),
        Tls = client.Tls ?? "",
        From = "",
        Command = command,
        Argument = "",
        Reply = reply,
        Domains = [],
    };

    private static string From(Transaction? transaction) =>
        transaction is null ? "" : transaction.ReturnPath is { } from ? PlainText.Clean(from.ToString(), MaxPath) : "<>";

    private static LiveStepKind KindOf(string command) => command switch
    {
        "HELO" or "EHLO" => LiveStepKind.Hello,
        "MAIL" => LiveStepKind.Mail,
        "RCPT" => LiveStepKind.Rcpt,
        "DATA" => LiveStepKind.Data,
        "STARTTLS" => LiveStepKind.Tls,
        _ => LiveStepKind.Other,
    };
}
