using Microsoft.Extensions.Logging;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Removes what has been in the quarantine longer than its domain wants: 30 days, or <c>days: N</c> in <c>/srv/D/quarantine</c>. A
/// day's mail goes when the day is more than that many days ago. Today's and yesterday's directories are never touched.
/// </summary>
public sealed class QuarantineExpiry(QuarantineStore store, SrvTree policy, ILogger<QuarantineExpiry> logger)
{
    private const string Trash = ".expired";

    /// <summary>May run beside writers, readers, and other runs.</summary>
    public Task<ExpiryReport> RunAsync(CancellationToken ct) => Task.Run(() => Run(ct), ct);

    private ExpiryReport Run(CancellationToken ct)
    {
        var report = new ExpiryReport();
        var today = store.Today();
        EmptyTrash(report);
        foreach (var day in store.Days())
        {
            foreach (var domain in QuarantineTree.Directories(Path.Combine(store.Root, day)))
            {
                ct.ThrowIfCancellationRequested();
                TryExpire(day, domain, today, report);
            }

            TryRemoveEmpty(day, today, report);
        }

        EmptyTrash(report);
        return report;
    }

    private void TryExpire(string day, string domain, DateOnly today, ExpiryReport report)
    {
        var path = Path.Combine(store.Root, day, domain);
        try
        {
            var keep = policy.FindDomain(domain)?.QuarantineDays ?? DomainPolicy.DefaultQuarantineDays;
            using var rootLock = store.Tree.LockRoot();
            if (store.Tree.DateOf(day, domain, today) is { } date && today.DayNumber - date.DayNumber > Math.Max(1, keep))
            {
                MoveToTrash(path, domain);
                logger.Expired(path, date);
                report.Add(new ExpiredDirectory(day, domain, date));
            }
            else
            {
                report.Kept++;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(path, error, report);
        }
    }

    /// <summary>One rename: a reader sees the whole directory or none of it, and a crash leaves nothing that looks like mail.</summary>
    private void MoveToTrash(string path, string domain)
    {
        var trash = Path.Combine(store.Root, Trash);
        Posix.MakeDirectory(trash);
        Posix.Rename(path, Path.Combine(trash, $"{Guid.NewGuid():N}.{domain}"[..Math.Min(200, 33 + domain.Length)]));
    }

    private void EmptyTrash(ExpiryReport report)
    {
        var trash = Path.Combine(store.Root, Trash);
        try
        {
            if (Directory.Exists(trash))
            {
                Directory.Delete(trash, recursive: true);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Another run is at it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(trash, error, report);
        }
    }

    private void TryRemoveEmpty(string day, DateOnly today, ExpiryReport report)
    {
        var path = Path.Combine(store.Root, day);
        try
        {
            using var rootLock = store.Tree.LockRoot();
            if (DayName.TryParse(day, today, out var date) && date < today.AddDays(-1) && !Directory.EnumerateFileSystemEntries(path).Any())
            {
                Directory.Delete(path);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Another run is at it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(path, error, report);
        }
    }

    private void Fail(string path, Exception error, ExpiryReport report)
    {
        logger.CannotExpire(path, error.Message);
        report.Faults.Add($"{path} cannot be expired: {error.Message}");
    }
}
