using System.Text;
using Microsoft.Extensions.Logging;
using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Hands messages to a mail server while our own client waits, and gives the client that server's answer.</summary>
internal sealed class SmtpDelivery : IDelivery, IDisposable
{
    // RFC 5321 §4.5.3.1.10 makes a client try the rest of its recipients in another transaction; by then KnownAnswer keeps them apart.
    private static readonly SmtpReply s_split =
        new(451, "4.5.3", "The next hop answers differently for the recipients, please send again");

    private static readonly TimeSpan s_probeAgain = TimeSpan.FromMinutes(1);

    private readonly SmtpClientPool _pool;
    private readonly TimeProvider _clock;
    private readonly RefusalMemory _refusals;
    private long _probed;

    public SmtpDelivery(SmtpClientOptions options, TimeProvider clock, ILogger<SmtpDelivery> log)
    {
        _pool = new SmtpClientPool(options, clock, log);
        _clock = clock;
        _refusals = new RefusalMemory(clock);
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

    public SmtpReply? KnownAnswer(Recipient recipient) => _refusals.Find(recipient.Address.Key);

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
                HasUtf8Header = transaction.Parameters.SmtpUtf8 && !await HasAsciiHeaderAsync(transaction, ct),
                Partial = partial,
                Identity = new SmtpClientIdentity(
                    transaction.Client.EndPoint, transaction.ReverseName, transaction.HelloName, transaction.Client.Extended),
            },
            ct);
        Remember(request.Recipients, result.Replies);
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
        Array.Fill(replies, s_split);
        return replies;
    }

    /// <summary>A refusal is worth knowing when others fared better: a next hop that is down refuses nobody in particular.</summary>
    private void Remember(IReadOnlyList<Recipient> recipients, IReadOnlyList<SmtpReply> replies)
    {
        var isMixed = replies.Any(reply => reply.Code / 100 != replies[0].Code / 100);
        for (var i = 0; i < replies.Count; i++)
        {
            if (replies[i].IsPositive)
            {
                _refusals.Accepted(recipients[i].Address.Key);
            }
            else if (isMixed)
            {
                _refusals.Refused(recipients[i].Address.Key, replies[i]);
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

    /// <summary>RFC 6531 §3.1: with an ASCII header, and addresses that are looked at elsewhere, nothing needs SMTPUTF8 after all.</summary>
    private static async ValueTask<bool> HasAsciiHeaderAsync(Transaction transaction, CancellationToken ct)
    {
        var length = transaction.Message.BodyOffset;
        if (transaction.Content.TryGetMemory(out var content))
        {
            return Ascii.IsValid(content.Span[..(int)length]);
        }

        var buffer = new byte[16 * 1024];
        for (long offset = 0; offset < length;)
        {
            var count = await transaction.Content.ReadAtAsync(offset, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - offset)), ct);
            if (count == 0 || !Ascii.IsValid(buffer.AsSpan(0, count)))
            {
                return false;
            }

            offset += count;
        }

        return true;
    }
}
