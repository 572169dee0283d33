using MsLite.Filter.Live;
using MsLite.Filter.Spool;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>One client's session: from its greeting to the fate of each of its messages. docs/FLOW.md is the twin of <see cref="DataAsync"/>.</summary>
internal sealed class FilterSession(FilterParts parts, SmtpClientHost client) : ISmtpSession
{
    // One entry for each accepted RCPT command, duplicates included: PRDR answers commands, we judge recipients.
    private readonly List<int> _rcptCommands = [];
    private readonly MsLiteOptions _greeting = parts.Options.Value;
    private readonly LiveSession _live = new(parts.Live, client, parts.Clock);
    private Transaction? _transaction;
    private Once<ClientName>? _name;
    private string? _fingerprint;
    private bool _observed;

    // RFC 6531 is offered for the default next hop; a domain's own that can do less says so itself (5.6.7).
    // RFC 3461's parameters are only carried, so they are always taken.
    public SmtpExtensions Extensions => parts.NextHops.Default(_greeting).Extensions | SmtpExtensions.Dsn;

    public ValueTask<SmtpReply> ConnectAsync(CancellationToken ct)
    {
        var greeting = FilterReplies.Greeting(_greeting.Hostname);
        if (_live.IsWatched)
        {
            // Who looks on wants to know who it is, also of a client that never comes to MAIL.
            AskName();
            _live.Connected(greeting);
        }

        return new(greeting);
    }

    public ValueTask<SmtpReply> HelloAsync(string name, bool extended, CancellationToken ct) =>
        new(FilterReplies.Hello(_greeting.Hostname, name, client));

    public ValueTask<SmtpReply> MailAsync(EmailAddress? from, MailParameters parameters, CancellationToken ct)
    {
        Observe();
        _transaction = new Transaction
        {
            Id = Reference.New(parts.Clock),
            Client = client,
            ReturnPath = from,
            Parameters = parameters,
            Received = parts.Clock.GetLocalNow(),
            Options = parts.Options.Value,
            NameQuestion = AskName(),
            ClientIsHidden = parts.Guard.Hides(client),
        };
        return new(FilterReplies.SenderOk);
    }

    public async ValueTask<SmtpReply> RcptAsync(EmailAddress to, RcptParameters parameters, CancellationToken ct)
    {
        var address = WithDomain(to);
        _live.Asked(address);
        try
        {
            return await RcptAsync(_transaction!, new Recipient(address, parameters), ct);
        }
        catch (IOException fault)
        {
            // The tree does not say who is hosted here, so nobody may be turned away for good.
            parts.Log.PolicyUnreadable(fault, to.Domain, _transaction!.Id);
            parts.Metrics.RecipientRefused("policy unreadable");
            return FilterReplies.TryAgain(_transaction!.Id);
        }
    }

    public async ValueTask<DataReply> DataAsync(MessageData data, CancellationToken ct)
    {
        var transaction = _transaction!;
        using var span = MessageSpans.Begin(transaction);
        var (content, refusal) = await ReceiveAsync(transaction, data, ct);              // 1 spool: every byte, whatever we already know
        if (content is null)
        {
            return ToAll(refusal!);
        }

        using var spooled = content;
        using var passage = parts.Recorder.Begin();
        var started = parts.Clock.GetTimestamp();

        transaction.Content = spooled;
        transaction.Message = Parse(spooled);                                            // 2 parse: never throws
        var verdicts = await JudgeAsync(transaction, ct);                                // 3 judge: the ladder, for each recipient
        var fates = await parts.Enforcer.EnforceAsync(transaction, verdicts, ct);         // 4 stamp, 5 archive | deliver

        using var step = parts.Metrics.Begin(MessageStep.Reply);
        passage.End(transaction, fates, parts.Clock.GetElapsedTime(started));
        if (span is not null)
        {
            MessageSpans.End(span, transaction, fates);
        }

        return Reply(transaction, fates);                                                // 6 reply
    }

    public void Reset()
    {
        _transaction = null;
        _fingerprint = null;
        _rcptCommands.Clear();
    }

    public void Answered(string command, SmtpReply reply) => _live.Answered(command, reply, _transaction);

    public ValueTask DisposeAsync()
    {
        Reset();
        _live.Closed();
        return ValueTask.CompletedTask;
    }

    private Once<ClientName> AskName() => _live.Name = _name ??= parts.Judge.BeginName(client);

    private void Observe()
    {
        if (!_observed)
        {
            _observed = true;
            parts.Guard.Observe(client);
        }
    }

    private async ValueTask<SmtpReply> RcptAsync(Transaction transaction, Recipient recipient, CancellationToken ct)
    {
        var policy = parts.Tree.FindDomain(recipient.Domain);
        if (policy is null && !transaction.Options.Smtp.RelayNetworks.Contains(client.Address))
        {
            parts.Metrics.RecipientRefused("relay");
            return FilterReplies.Relay(recipient.Address.Domain);
        }

        var known = transaction.Recipients.FindIndex(other => string.Equals(other.Address.Key, recipient.Address.Key, StringComparison.Ordinal));
        if (known >= 0)
        {
            // A duplicate is delivered, or archived, once.
            _rcptCommands.Add(known);
            return FilterReplies.RecipientOk;
        }

        if (policy is not null)
        {
            recipient = await parts.Callouts.AskAsync(transaction, recipient, policy, ct);
        }

        if (!transaction.Parameters.Prdr && !SharesPolicy(transaction, recipient))
        {
            parts.Metrics.RecipientRefused("one policy");
            return FilterReplies.OnePolicy;
        }

        _rcptCommands.Add(transaction.Recipients.Count);
        transaction.Recipients.Add(recipient);
        return FilterReplies.RecipientOk;
    }

    /// <summary>RFC 5321 §4.1.1.3: "postmaster" needs no domain; it is then the postmaster of the domain this host belongs to.</summary>
    private EmailAddress WithDomain(EmailAddress to) =>
        to.Domain.Length > 0 ? to : new EmailAddress(to.LocalPart, parts.Tree.FindDomainOf(_greeting.Hostname)?.Domain ?? _greeting.Hostname);

    /// <summary>One message has one verdict: a recipient that could fare differently is asked to come separately.</summary>
    private bool SharesPolicy(Transaction transaction, Recipient recipient)
    {
        if (transaction.Recipients.Count == 0)
        {
            return true;
        }

        // Most messages have one recipient, and nobody to be compared with.
        _fingerprint ??= FirstFingerprint(transaction);
        return string.Equals(_fingerprint, Fingerprint(transaction, recipient), StringComparison.Ordinal);
    }

    /// <summary>All recipients are compared by what is known of the client's name when the first is: a later answer must not part them.</summary>
    private string FirstFingerprint(Transaction transaction)
    {
        transaction.ClientName = transaction.NameQuestion?.Answer ?? ClientName.NotKnown;
        return Fingerprint(transaction, transaction.Recipients[0]);
    }

    private string Fingerprint(Transaction transaction, Recipient recipient) =>
        parts.Judge.Fingerprint(transaction, recipient, parts.NextHops.KnownAnswer(recipient, transaction.Options));

    private async ValueTask<(SpooledMessage? Message, SmtpReply? Refusal)> ReceiveAsync(
        Transaction transaction, MessageData data, CancellationToken ct)
    {
        using var step = parts.Metrics.Begin(MessageStep.Spool);
        try
        {
            return await parts.Spool.ReceiveAsync(data, ct);
        }
        catch (IOException fault)
        {
            parts.Log.SpoolFailed(fault, transaction.Id);
            return (null, FilterReplies.NoSpace(transaction.Id));
        }
    }

    private MimeMessage Parse(SpooledMessage content)
    {
        using var step = parts.Metrics.Begin(MessageStep.Parse);
        return content.TryGetMemory(out var memory) ? MimeMessage.Parse(memory) : MimeMessage.Parse(content.OpenRead());
    }

    private async ValueTask<IReadOnlyList<Verdict>> JudgeAsync(Transaction transaction, CancellationToken ct)
    {
        using var step = parts.Metrics.Begin(MessageStep.Judge);
        return HopCount.Judge(transaction.Message.Headers) is { } circle
            ? Enumerable.Repeat(circle, transaction.Recipients.Count).ToArray()
            : await parts.Judge.JudgeAsync(transaction, ct);
    }

    private DataReply ToAll(SmtpReply reply) =>
        new(reply, _transaction!.Parameters.Prdr ? [.. _rcptCommands.Select(_ => reply)] : null);

    private DataReply Reply(Transaction transaction, IReadOnlyList<Fate> fates)
    {
        if (!transaction.Parameters.Prdr)
        {
            return new DataReply(FinalReply(fates));
        }

        return new DataReply(FinalReply(fates), [.. _rcptCommands.Select(i => fates[i].Reply)]);
    }

    /// <summary>The one reply for all: without PRDR all fates agree; with it, "accepted" as soon as one recipient has the message.</summary>
    private static SmtpReply FinalReply(IReadOnlyList<Fate> fates)
    {
        var spokesman = fates.FirstOrDefault(fate => fate.Kind == FateKind.Delivered)
            ?? fates.FirstOrDefault(fate => fate.Kind == FateKind.Deferred)
            ?? fates[0];
        return spokesman.Reply;
    }
}
