using Microsoft.Extensions.Logging;
using MsLite.Filter.Auth;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Mail.Dns;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>Climbs the ladder: whitelists, blacklists, recipients, checks. One verdict for each recipient, none depending on another.</summary>
public sealed partial class Judge
{
    private const string DefaultIpBlacklist = "/etc/blacklist.d";

    /// <summary>
    /// The client's own name server must not eat up the time that scanners need. It has been asked since MAIL, so this is on top of the
    /// time that the message took to come.
    /// </summary>
    private static readonly TimeSpan s_nameTime = TimeSpan.FromSeconds(3);

    private readonly SrvTree _tree;
    private readonly TimeProvider _time;
    private readonly CheckCatalogue _checks;
    private readonly CheckRunner _runner;
    private readonly IDnsResolver _dns;
    private readonly Authenticators _authenticators;
    private readonly MadeOf<string, PolicyRoot> _hostWide;
    private readonly ILogger<Judge> _log;

    public Judge(SrvTree tree, CheckCatalogue checks, MsLiteOptions options, IDnsResolver dns, FilterMetrics metrics, TimeProvider time, ILoggerFactory logs)
        : this(tree, checks, options, dns, new CheckRunner(metrics, time, logs.CreateLogger<CheckRunner>()), time, logs.CreateLogger<Judge>())
    {
    }

    internal Judge(
        SrvTree tree, CheckCatalogue checks, MsLiteOptions options, IDnsResolver dns, CheckRunner runner, TimeProvider time, ILogger<Judge> log)
    {
        _dns = dns;
        _time = time;
        _authenticators = new Authenticators(dns, time, options.Hostname);
        _tree = tree;
        _checks = checks;
        _runner = runner;
        _log = log;
        _hostWide = new MadeOf<string, PolicyRoot>(directory => new PolicyRoot(directory, Path.GetFullPath(directory), time));
    }

    /// <summary>The verdicts in the order of the transaction's recipients.</summary>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    public async ValueTask<IReadOnlyList<Verdict>> JudgeAsync(Transaction transaction, CancellationToken ct)
    {
        using var network = _runner.NewNetworkTime(ct);
        transaction.ClientName = await NameAsync(transaction, network);
        transaction.AuthenticateBy(() => new MessageAuthentication(transaction, _authenticators, network));
        var ladder = NewLadder(transaction);
        var questioning = new Questioning((enabled, recipient) => _runner.AskAsync(enabled.Check, transaction, recipient, enabled.Switch.Body, network), transaction);
        var verdicts = new Verdict[transaction.Recipients.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] = await JudgeAsync(transaction, transaction.Recipients[i], ladder, questioning);
        }

        transaction.IsJudgedInTime = !network.IsUp;
        if (transaction.AskedAuthentication is { } asked)
        {
            transaction.AuthenticationResults.AddRange(asked.Results());
            transaction.DkimResult = asked.DkimWord();
        }

        return verdicts;
    }

    /// <summary>The same ladder for a message that has gone: the client's name is what the transaction says, the checks answer by <paramref name="ask"/>.</summary>
    /// <param name="tree">The policy as it is, or as it would be.</param>
    internal ValueTask<Verdict> ReplayAsync(Transaction transaction, SrvTree tree, Func<EnabledCheck, Recipient, Task<CheckAnswer>> ask) =>
        JudgeAsync(transaction, transaction.Recipients[0], NewLadder(transaction, tree), new Questioning(ask, transaction));

    /// <summary>The question for the client's name, under way from now on; the answer is awaited when the message is judged.</summary>
    public Once<ClientName> BeginName(SmtpClientHost client)
    {
        var question = new Once<ClientName>(() =>
            ClientName.Given(client) is { } given ? Task.FromResult(given) : ClientName.FindAsync(_dns, client.Address, CancellationToken.None));
        _ = question.AskAsync();
        return question;
    }

    /// <summary>
    /// What could make two recipients of one transaction fare differently, as one comparable text: the answers of the rungs that
    /// depend on the recipient, the domain's switches and lists, its next hop.
    /// </summary>
    /// <param name="nextHopAnswer">What the next hop has already said about this recipient, if it was asked.</param>
    public string Fingerprint(Transaction transaction, Recipient recipient, string nextHopAnswer = "")
    {
        try
        {
            var ladder = NewLadder(transaction);
            return ladder.Of(recipient.Domain) is { } rungs
                ? PolicyFingerprint.Of(rungs, ladder.AskLists(rungs, recipient, new TraceWriter()), nextHopAnswer)
                : PolicyFingerprint.OfRelay(nextHopAnswer);
        }
        catch (IOException e)
        {
            LogUnreadable(_log, e, recipient.Domain, transaction.Id);
            return $"unreadable\n{recipient.Domain}";
        }
    }

    /// <summary>What is known so far leaves it to the next hop whether there is such a recipient.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    internal bool LeavesToNextHop(Transaction transaction, Recipient recipient)
    {
        var ladder = NewLadder(transaction);
        return ladder.Of(recipient.Domain) is { } rungs && ladder.LeavesToNextHop(rungs, recipient);
    }

    private async ValueTask<ClientName> NameAsync(Transaction transaction, NetworkTime network)
    {
        var question = transaction.NameQuestion ?? BeginName(transaction.Client);
        try
        {
            return question.Answer ?? await question.AskAsync().WaitAsync(s_nameTime, _time, network.Limit);
        }
        catch (TimeoutException)
        {
            return ClientName.NotKnown;
        }
        catch (OperationCanceledException) when (network.IsUp)
        {
            return ClientName.NotKnown;
        }
    }

    private async ValueTask<Verdict> JudgeAsync(Transaction transaction, Recipient recipient, Ladder ladder, Questioning questioning)
    {
        var trace = new TraceWriter();
        try
        {
            if (ladder.Of(recipient.Domain) is not { } rungs)
            {
                return NotHosted(transaction, recipient, trace).With(trace.Entries);
            }

            var decision = ladder.AskLists(rungs, recipient, trace) ?? await questioning.AskAsync(rungs.EnabledChecks, recipient, trace);
            return (decision ?? Decision.NothingSpoke).With(trace.Entries);
        }
        catch (IOException e)
        {
            // A disk that does not say is no reason to refuse, and none to let everything in: the client asks again later.
            LogUnreadable(_log, e, recipient.Domain, transaction.Id);
            return new Verdict(VerdictKind.Defer, "The mail policy cannot be read at the moment", null, null, trace.Entries);
        }
    }

    /// <summary>A relay client's mail has no policy here. Anyone else's domain has gone since RCPT, or <c>explain</c> asks for it.</summary>
    private Decision NotHosted(Transaction transaction, Recipient recipient, TraceWriter trace)
    {
        var client = transaction.Client.Address;
        if (transaction.Options.Smtp.RelayNetworks.Contains(client))
        {
            trace.Add("relay", client.ToString(), null, TraceResult.Deliver, "The client may send to any domain (Smtp:RelayClients).");
            return new Decision(VerdictKind.Deliver, "", "relay", null);
        }

        var reason = $"Relay attempt for {recipient.Domain}";
        trace.Add("relay", recipient.Domain, null, TraceResult.Refuse, reason);
        return new Decision(VerdictKind.Refuse, reason, "relay", null);
    }

    private Ladder NewLadder(Transaction transaction) => NewLadder(transaction, _tree);

    private Ladder NewLadder(Transaction transaction, SrvTree tree)
    {
        var directory = transaction.Options.IpBlacklistDirectory;
        return new Ladder(transaction, tree, _hostWide.For(directory.Length == 0 ? DefaultIpBlacklist : directory), _checks);
    }

    [LoggerMessage(212, LogLevel.Error, "The policy of {Domain} could not be read for {Id}; its recipients are deferred.")]
    private static partial void LogUnreadable(ILogger log, Exception exception, string domain, string id);
}
