using System.ComponentModel;
using System.Text;
using Microsoft.Extensions.Logging;
using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Hands messages to a program of this machine that reads batch SMTP, such as exim's <c>rsmtp</c>.</summary>
internal sealed partial class BsmtpDelivery(string path, string hostname, TimeSpan limit, TimeProvider clock, ILogger<BsmtpDelivery> log)
    : IDelivery, IDisposable
{
    /// <summary>A program takes a message at a time, so there are some of them, but not as many as there are clients.</summary>
    private const int MaxPrograms = 16;

    /// <summary>With PRDR, a program that stops at the first recipient it refuses is run again without that one.</summary>
    private const int MaxRuns = 16;

    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(60);
    private static readonly SmtpReply s_busy = new(451, "4.3.2", "The next hop is busy, please try again later");
    private static readonly SmtpReply s_failed = new(451, "4.3.0", "The next hop is out of order, please try again later");
    private static readonly SmtpReply s_noUtf8Address = new(553, "5.6.7", "The next hop does not take internationalized addresses");
    private static readonly SmtpReply s_noUtf8Header = new(550, "5.6.7", "The next hop does not take internationalized messages");

    private readonly BsmtpProgram _program = new(path, hostname, limit, clock);
    private readonly SemaphoreSlim _slots = new(MaxPrograms);
    private readonly ShortMemory<SmtpReply> _refusals = new(TimeSpan.FromHours(1), clock);

    /// <summary>There is no EHLO to offer any.</summary>
    public SmtpExtensions Extensions => SmtpExtensions.None;

    public SmtpReply? KnownAnswer(Recipient recipient) =>
        recipient.Address.NeedsSmtpUtf8 ? s_noUtf8Address
        : _refusals.TryFind(recipient.Address.Key, out var reply) ? reply
        : null;

    public async ValueTask<IReadOnlyList<SmtpReply>> DeliverAsync(DeliveryRequest request, bool partial, CancellationToken ct)
    {
        var refusal = await RefusalWithoutUtf8Async(request.Transaction, ct);
        var replies = request.Recipients.Select(recipient => recipient.Address.NeedsSmtpUtf8 ? s_noUtf8Address : refusal!).ToArray();
        var open = Enumerable.Range(0, replies.Length).Where(i => replies[i] is null).ToList();
        if (!partial && open.Count > 0 && open.Count < replies.Length)
        {
            Array.Fill(replies, DeliveryReplies.Split);
            return replies;
        }

        for (var run = 1; open.Count > 0; run++)
        {
            var (reply, refused) = await SendAsync(request, open, ct);
            if (refused is not { } index || open.Count == 1)
            {
                RememberIfPart(request, open, reply);
                Answer(request, open, replies, reply);
                break;
            }

            _refusals.Remember(request.Recipients[open[index]].Address.Key, reply);
            if (!partial || run == MaxRuns)
            {
                Answer(request, open, replies, DeliveryReplies.Split);
                break;
            }

            replies[open[index]] = reply;
            open.RemoveAt(index);
        }

        return replies;
    }

    /// <summary>Does nothing for messages on their way: they arrive as before.</summary>
    public void Dispose()
    {
    }

    private void RememberIfPart(DeliveryRequest request, List<int> open, SmtpReply reply)
    {
        if (request.IsPartOfOne && reply.IsPermanent && open.Count == 1)
        {
            _refusals.Remember(request.Recipients[open[0]].Address.Key, reply);
        }
    }

    private void Answer(DeliveryRequest request, List<int> open, SmtpReply[] replies, SmtpReply reply)
    {
        foreach (var i in open)
        {
            replies[i] = reply;
            if (reply.IsPositive)
            {
                _refusals.Forget(request.Recipients[i].Address.Key);
            }
        }
    }

    /// <summary>One run. Where one recipient was what it stopped at, that one's place among <paramref name="open"/> is given.</summary>
    private async Task<(SmtpReply Reply, int? Refused)> SendAsync(DeliveryRequest request, List<int> open, CancellationToken ct)
    {
        if (!await TryEnterAsync(ct))
        {
            LogBusy(log, path, MaxPrograms);
            return (s_busy, null);
        }

        try
        {
            var run = await _program.RunAsync(Transaction(request, open), ct);
            var reply = run.Reply(out var line);
            Log(run, reply);
            var index = line - BatchSmtp.FirstRecipientLine;
            return (reply, reply.IsPermanent && index >= 0 && index < open.Count ? index : null);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            LogNotStarted(log, fault, path);
            return (s_failed, null);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static SmtpClientTransaction Transaction(DeliveryRequest request, List<int> open)
    {
        var recipients = open.ConvertAll(i => request.Recipients[i]);
        return new SmtpClientTransaction
        {
            ReturnPath = request.Transaction.ReturnPath,
            Parameters = request.Transaction.Parameters,
            Recipients = recipients.ConvertAll(recipient => new SmtpClientRecipient(recipient.Address, recipient.Parameters)),
            Content = request.Stamp(recipients),
        };
    }

    private async Task<bool> TryEnterAsync(CancellationToken ct)
    {
        try
        {
            return await _slots.WaitAsync(s_wait, ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>RFC 6531 §3.5: nothing tells the program that there is UTF-8 in return path or header, which concerns all recipients.</summary>
    private static async ValueTask<SmtpReply?> RefusalWithoutUtf8Async(Transaction transaction, CancellationToken ct)
    {
        if (transaction.ReturnPath is { NeedsSmtpUtf8: true })
        {
            return s_noUtf8Address;
        }

        return transaction.Parameters.SmtpUtf8 && !await AsciiHeader.IsOfAsync(transaction, ct) ? s_noUtf8Header : null;
    }

    private void Log(BsmtpRun run, SmtpReply reply)
    {
        var words = PlainText.Clean($"{Encoding.Latin1.GetString(run.Output)} {Encoding.Latin1.GetString(run.Errors)}".Trim());
        if (!reply.IsPositive)
        {
            LogFailed(log, path, run.Cause, words, reply.ToString());
        }
        else if (words.Length > 0)
        {
            LogNoise(log, path, words);
        }
    }

    [LoggerMessage(420, LogLevel.Warning, "The next hop bsmtp:{Program} did not take a message: {Cause}. It said: {Words}. The reply passed on: {Reply}")]
    private static partial void LogFailed(ILogger logger, string program, string cause, string words, string reply);

    [LoggerMessage(421, LogLevel.Warning, "The next hop bsmtp:{Program} took a message, but said: {Words}")]
    private static partial void LogNoise(ILogger logger, string program, string words);

    [LoggerMessage(422, LogLevel.Warning, "No place for another run of bsmtp:{Program} came free in time; {Count} run at once.")]
    private static partial void LogBusy(ILogger logger, string program, int count);

    [LoggerMessage(423, LogLevel.Error, "The next hop bsmtp:{Program} cannot be started, so the message waits with its client. Check that the file is there and may be run by this user.")]
    private static partial void LogNotStarted(ILogger logger, Exception fault, string program);
}
