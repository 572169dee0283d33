using Microsoft.Extensions.Logging;
using MsLite.Filter.Policy;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>The embedded next hop: each recipient's own Maildir, at <c>ROOT/DOMAIN/USER/Maildir</c>.</summary>
internal sealed partial class MaildirDelivery(
    string root, string hostname, TimeProvider clock, SyncLanes lanes, ILogger<MaildirDelivery> log) : IDelivery
{
    // A message may have a thousand recipients, a process not so many open files.
    private const int OpenFiles = 64;
    private const int QuotaExceeded = 122;

    private static readonly SmtpReply s_stored = new(250, "2.0.0", "Stored");
    private static readonly SmtpReply s_badName = new(553, "5.1.3", "Not a name that a mailbox can have here");
    private static readonly SmtpReply s_split = new(451, "4.5.3", "Not every recipient can have a mailbox here, please send again");
    private static readonly SmtpReply s_full = new(452, "4.3.1", "Insufficient system storage, please try again later");
    private static readonly SmtpReply s_failed = new(451, "4.3.0", "Temporary failure, please try again later");

    private readonly DirectorySyncs _syncs = new(lanes);
    private readonly MaildirName _names = new(hostname, clock);

    /// <summary>RFC 3461 is for those who send reports; nobody does behind a Maildir.</summary>
    public SmtpExtensions Extensions => SmtpExtensions.SmtpUtf8;

    public SmtpReply? KnownAnswer(Recipient recipient) => FindMaildir(recipient) is null ? s_badName : null;

    public async ValueTask<IReadOnlyList<SmtpReply>> DeliverAsync(DeliveryRequest request, bool partial, CancellationToken ct)
    {
        var maildirs = request.Recipients.Select(FindMaildir).ToArray();
        var nameless = maildirs.Count(maildir => maildir is null);
        if (!partial && nameless > 0 && nameless < maildirs.Length)
        {
            return Array.ConvertAll(maildirs, _ => s_split);
        }

        var replies = new SmtpReply[maildirs.Length];
        for (var first = 0; first < replies.Length; first += OpenFiles)
        {
            await StoreAsync(request, maildirs, replies, first, Math.Min(first + OpenFiles, replies.Length), partial, ct);
        }

        return replies;
    }

    private string? FindMaildir(Recipient recipient) =>
        PolicyName.TryParse(recipient.Domain, out var domain) && domain.Text != "_global_"
        && PolicyName.TryParse(recipient.Address.LocalPart, out var user)
            ? Path.Combine(root, domain.Text, user.Text, "Maildir")
            : null;

    /// <summary>Writes all copies before the first is shown, so that a full disk leaves none behind.</summary>
    private async Task StoreAsync(
        DeliveryRequest request, string?[] maildirs, SmtpReply[] replies, int first, int end, bool partial, CancellationToken ct)
    {
        var copies = new MaildirCopy?[end - first];
        try
        {
            var writing = Enumerable.Range(first, end - first)
                .Select(async i => replies[i] = await WriteAsync(request, maildirs, i, copies, first, ct)).ToList();
            await Task.WhenAll(writing);
            var worst = replies[first..end].MaxBy(reply => reply.Code)!;
            var commits = new List<Task>();
            for (var i = first; i < end; i++)
            {
                replies[i] = partial || worst.IsPositive ? replies[i] : worst;
                commits.Add(CommitAsync(copies[i - first], replies, i));
            }

            await Task.WhenAll(commits);
        }
        finally
        {
            foreach (var copy in copies)
            {
                copy?.Dispose();
            }
        }
    }

    private async Task<SmtpReply> WriteAsync(
        DeliveryRequest request, string?[] maildirs, int i, MaildirCopy?[] copies, int first, CancellationToken ct)
    {
        if (maildirs[i] is not { } maildir)
        {
            return s_badName;
        }

        try
        {
            var copy = copies[i - first] = MaildirCopy.Create(maildir, _names.Next());
            await copy.WriteAsync(request.Stamp([request.Recipients[i]]), lanes, ct);
            return s_stored;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return Failed(fault, maildir);
        }
    }

    private async Task CommitAsync(MaildirCopy? copy, SmtpReply[] replies, int i)
    {
        if (copy is null)
        {
            return;
        }

        try
        {
            if (replies[i].IsPositive)
            {
                await copy.CommitAsync(_syncs);
                return;
            }
        }
        catch (IOException fault)
        {
            replies[i] = Failed(fault, root);
        }

        Withdraw(copy);
    }

    private void Withdraw(MaildirCopy copy)
    {
        try
        {
            copy.Withdraw();
        }
        catch (IOException fault)
        {
            Failed(fault, root);
        }
    }

    private SmtpReply Failed(Exception fault, string maildir)
    {
        LogFailed(log, fault, maildir);
        return fault.HResult is Posix.NoSpace or QuotaExceeded ? s_full : s_failed;
    }

    [LoggerMessage(410, LogLevel.Error, "A message could not be stored in {Maildir}, so its client keeps it.")]
    private static partial void LogFailed(ILogger logger, Exception fault, string maildir);
}
