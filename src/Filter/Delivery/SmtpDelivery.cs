using System.Net;
using Microsoft.Extensions.Logging;
using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Hands messages to a mail server while our own client waits, and gives the client that server's answer.</summary>
internal sealed class SmtpDelivery : IDelivery, IDisposable
{
    private static readonly TimeSpan s_probeAgain = TimeSpan.FromMinutes(1);

    private readonly SmtpClientPool _pool;
    private readonly TimeProvider _clock;
    private readonly SmtpCallout _callout;
    private readonly ShortMemory<SmtpReply> _refusals;
    private long _probed;

    public SmtpDelivery(SmtpClientOptions options, TimeProvider clock, ILogger<SmtpDelivery> log)
    {
        _pool = new SmtpClientPool(options, clock, log);
        _clock = clock;
        _callout = new SmtpCallout(_pool, clock);
        _refusals = new ShortMemory<SmtpReply>(TimeSpan.FromHours(1), clock);
        Probe(_probed);
    }

    public SmtpExtensions Extensions
    {
        get
        {
            if (_pool.Extensions is { } known)
            {
                return known;
            }

            if (Volatile.Read(ref _probed) is var last && _clock.GetElapsedTime(last) > s_probeAgain)
            {
                Probe(last);
            }

            return SmtpExtensions.None;
        }
    }

    public IEnumerable<(EndPoint Host, bool IsUp)> Hosts => _pool.Hosts;

    public SmtpReply? KnownAnswer(Recipient recipient) => _refusals.TryFind(recipient.Address.Key, out var reply) ? reply : null;

    public async ValueTask<Callout?> CallOutAsync(Recipient recipient, CancellationToken ct) => await _callout.AskAsync(recipient.Address, ct);

    public async ValueTask<IReadOnlyList<SmtpReply>> DeliverAsync(DeliveryRequest request, bool partial, CancellationToken ct)
    {
        var transaction = request.Transaction;
        var result = await _pool.SendAsync(
            new SmtpClientTransaction
            {
                ReturnPath = transaction.ReturnPath,
                Parameters = transaction.Parameters,
                Recipients = Commands(request.Recipients),
                Content = request.Stamp(request.Recipients),
                HasUtf8Header = transaction.Parameters.SmtpUtf8 && !await AsciiHeader.IsOfAsync(transaction, ct),
                Partial = partial,
                Identity = new SmtpClientIdentity(
                    transaction.Client.EndPoint, transaction.ReverseName, transaction.HelloName, transaction.Client.Extended),
            },
            ct);
        Remember(request.Recipients, result.Replies, request.IsPartOfOne);
        return result.IsSplit ? SplitReplies(result.Replies.Count) : result.Replies;
    }

    public void Dispose() => _pool.Dispose();

    private static SmtpClientRecipient[] Commands(IReadOnlyList<Recipient> recipients)
    {
        var commands = new SmtpClientRecipient[recipients.Count];
        for (var i = 0; i < commands.Length; i++)
        {
            commands[i] = new SmtpClientRecipient(recipients[i].Address, recipients[i].Parameters);
        }

        return commands;
    }

    private static SmtpReply[] SplitReplies(int count)
    {
        var replies = new SmtpReply[count];
        Array.Fill(replies, DeliveryReplies.Split);
        return replies;
    }

    /// <summary>A refusal is worth knowing when others fared better: a next hop that is down refuses nobody in particular.</summary>
    private void Remember(IReadOnlyList<Recipient> recipients, IReadOnlyList<SmtpReply> replies, bool isPartOfOne)
    {
        var isMixed = isPartOfOne || replies.Any(reply => reply.Code / 100 != replies[0].Code / 100);
        for (var i = 0; i < replies.Count; i++)
        {
            if (replies[i].IsPositive)
            {
                _refusals.Forget(recipients[i].Address.Key);
                continue;
            }

            _callout.Forget(recipients[i].Address);
            if (isMixed)
            {
                _refusals.Remember(recipients[i].Address.Key, replies[i]);
            }
        }
    }

    private void Probe(long last)
    {
        if (Interlocked.CompareExchange(ref _probed, _clock.GetTimestamp(), last) == last)
        {
            _ = _pool.ProbeAsync(CancellationToken.None);
        }
    }
}
