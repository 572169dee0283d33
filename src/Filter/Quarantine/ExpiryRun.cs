using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Quarantine;

/// <summary>One run of the expiry: removes what it is told to, and keeps the report. A fault of one directory does not end it.</summary>
internal sealed class ExpiryRun(QuarantineStore store, ExpiryTrash trash, ILogger logger)
{
    public ExpiryReport Report { get; } = new();

    public ExpiryTrash Trash => trash;

    /// <summary>
    /// Takes a domain's day away. Its date is asked again under the lock, because at midnight its number may have gone to a new day.
    /// Gives false when it is not what it was.
    /// </summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public bool Remove(string day, string domain, DateOnly date, string why)
    {
        var path = Path.Combine(store.Root, day, domain);
        using (store.Tree.LockRoot())
        {
            if (!Directory.Exists(path) || store.Tree.DateOf(day, domain, store.Today()) != date)
            {
                return false;
            }

            Posix.Rename(path, trash.NewPath(domain));
        }

        logger.Expired(path, date, why);
        Report.Add(new Removal(day, domain, date, Messages: null, why));
        return true;
    }

    public void Trimmed(DomainDay day, int messages, string why)
    {
        logger.Trimmed(messages, day.Directory.Path, day.Date, why);
        Report.Add(new Removal(day.Day, day.Domain, day.Date, messages, why));
    }

    public void EmptyTrash() => Try(".expired", trash.Empty);

    public void RemoveEmptyDays()
    {
        foreach (var day in store.Days())
        {
            Try(day, () => RemoveIfEmpty(day));
        }
    }

    /// <param name="name">Below the archive's root.</param>
    public void Try(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(name, error);
        }
    }

    public void Fail(string name, Exception error)
    {
        var path = Path.Combine(store.Root, name);
        logger.CannotExpire(path, error.Message);
        Report.Faults.Add($"{path} cannot be expired: {error.Message}");
    }

    private void RemoveIfEmpty(string day)
    {
        var path = Path.Combine(store.Root, day);
        var today = store.Today();
        using var rootLock = store.Tree.LockRoot();
        if (DayName.TryParse(day, today, out var date) && date < today.AddDays(-1)
            && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }
}
