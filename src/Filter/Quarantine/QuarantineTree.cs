using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// The directories of /spam: makes today's, keeps <c>today</c> and <c>yesterday</c> right, and moves last year's out of the way.
/// Several processes may share the tree: whatever moves or makes a directory of a domain holds the lock on the root.
/// </summary>
internal sealed class QuarantineTree(string root, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, DomainDirectory> _made = new(StringComparer.Ordinal);
    private readonly DayEvidence _evidence = new(clock.LocalTimeZone);
    private readonly Lock _turning = new();
    private readonly Lock _tidying = new();
    private DayBox? _today;
    private DateOnly? _tidied;

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Local time's day: the one whose number new directories get.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    /// <summary>
    /// Makes the tree ready for today: its directory and the links. However much is archived, it takes no longer: mail waits for it. Nothing
    /// when it is done already.
    /// </summary>
    /// <exception cref="IOException">The tree cannot be written to.</exception>
    public void Turn()
    {
        if (Volatile.Read(ref _today)?.Day == Today)
        {
            return;
        }

        lock (_turning)
        {
            // Asked again in here: who was held up on his way since before midnight must not turn the links back.
            var today = Today;
            if (_today?.Day == today)
            {
                return;
            }

            try
            {
                Posix.MakeDirectories(Root);
                using var rootLock = LockRoot();
                Turn(today);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new IOException(error.Message, error);
            }

            _made.Clear();
            Volatile.Write(ref _today, new DayBox(today));
        }
    }

    /// <summary>
    /// Looks through the directories of today and yesterday, once a day: what is of a former year is moved out of the way, what a crash left
    /// half written is cut off. Nobody waits for it, because whoever archives into a directory does the same for that one first.
    /// </summary>
    public void Tidy(CancellationToken ct)
    {
        lock (_tidying)
        {
            var today = Today;
            if (_tidied == today)
            {
                return;
            }

            foreach (var day in new[] { today, today.AddDays(-1) })
            {
                RepairIndexes(Path.Combine(Root, DayName.Of(day)), ct);
            }

            MoveFormerYear(today, ct);

            _tidied = today;
        }
    }

    /// <summary>The directory of a domain's day, made if need be, every name of it on stable storage.</summary>
    /// <exception cref="IOException">Disk full, permission, or a name that is no file name.</exception>
    public DomainDirectory Open(DateOnly day, string domain)
    {
        var key = $"{DayName.Of(day)}/{domain}";
        return _made.TryGetValue(key, out var made) && !made.IsBroken ? made : _made[key] = Make(day, domain);
    }

    /// <summary>The lock under which directories are made, moved and removed. Dispose it soon.</summary>
    /// <exception cref="IOException">The root is not there.</exception>
    public SafeFileHandle LockRoot()
    {
        var handle = OpenToLock(".lock");
        try
        {
            Posix.Lock(handle);
            return handle;
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The lock for whoever removes what is too old or too much: two at once would both make the same room. It may be held for minutes.</summary>
    /// <exception cref="IOException">The root cannot be written to.</exception>
    public async Task<SafeFileHandle> LockExpiryAsync(CancellationToken ct)
    {
        Posix.MakeDirectories(Root);
        var handle = OpenToLock(".expiring");
        try
        {
            while (!Posix.TryLock(handle))
            {
                // flock(2) can be waited for only by a blocked thread, and a program that stops would wait for that.
                await Task.Delay(s_betweenTries, ct);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A file, not the directory itself: NFS locks nothing that is not open for writing.</summary>
    private SafeFileHandle OpenToLock(string name) => Posix.Open(Path.Combine(Root, name), PosixOpen.ReadWrite | PosixOpen.Create);

    /// <summary>The day a domain's directory holds mail of; null when it is no day directory.</summary>
    public DateOnly? DateOf(string dayName, string domain, DateOnly today)
    {
        if (!DayName.TryParse(dayName, today, out var nominal))
        {
            return null;
        }

        return DayName.IsNumber(dayName) ? _evidence.DateOf(new DomainDirectory(Path.Combine(Root, dayName), domain), nominal) : nominal;
    }

    private DomainDirectory Make(DateOnly day, string domain)
    {
        // The domain passed the policy's grammar when it was looked up. It is asked again here, because here it becomes a path.
        if (!SafeName.IsSafe(domain))
        {
            throw new IOException($"\"{PlainText.Clean(domain)}\" cannot be archived: the domain is no file name.");
        }

        var directory = new DomainDirectory(Path.Combine(Root, DayName.Of(day)), domain);
        using (LockRoot())
        {
            MoveIfOfFormerYear(directory, day);
            directory.Make();
        }

        return directory;
    }

    private void Turn(DateOnly today)
    {
        Posix.MakeDirectory(Path.Combine(Root, DayName.Of(today)));
        TryLink("today", DayName.Of(today));
        TryLink("yesterday", DayName.Of(today.AddDays(-1)));
        Posix.SyncDirectory(Root);
    }

    private void MoveFormerYear(DateOnly today, CancellationToken ct)
    {
        var dayPath = Path.Combine(Root, DayName.Of(today));
        foreach (var domain in Directories(dayPath))
        {
            ct.ThrowIfCancellationRequested();
            TryMoveIfOfFormerYear(new DomainDirectory(dayPath, domain), today);
        }
    }

    /// <summary>The lock is taken for what has to be moved alone: whoever makes a directory for new mail waits for it.</summary>
    private void TryMoveIfOfFormerYear(DomainDirectory directory, DateOnly today)
    {
        try
        {
            if (IsOfFormerYear(directory, today, out _))
            {
                using var rootLock = LockRoot();
                MoveIfOfFormerYear(directory, today);
            }
        }
        catch (IOException error)
        {
            // Archiving into this very directory tries again, and fails if it must.
            logger.CannotMoveFormerYear(directory.Path, error.Message);
        }
    }

    /// <summary>One rename, so a crash leaves the directory here or there, never in two halves. Expiry removes it when its time has come.</summary>
    private void MoveIfOfFormerYear(DomainDirectory directory, DateOnly day)
    {
        if (!IsOfFormerYear(directory, day, out var held))
        {
            return;
        }

        var target = Path.Combine(Root, DayName.OfFormerYear(held));
        for (var i = 1; Path.Exists(Path.Combine(target, directory.Domain)); i++)
        {
            target = Path.Combine(Root, $"{DayName.OfFormerYear(held)}.{i}");
        }

        Posix.MakeDirectories(target);
        Posix.Rename(directory.Path, Path.Combine(target, directory.Domain));
        Posix.SyncDirectory(target);
        Posix.SyncDirectory(directory.DayPath);
        logger.MovedFormerYear(directory.Path, target);
    }

    private bool IsOfFormerYear(DomainDirectory directory, DateOnly day, out DateOnly held)
    {
        held = day;
        return Directory.Exists(directory.Path) && (held = _evidence.DateOf(directory, day)) < day;
    }

    /// <summary>
    /// What a crash left half written is cut off. Readers pass over it until then. An index that somebody has locked is left to the next who
    /// archives into it, who does the same.
    /// </summary>
    private void RepairIndexes(string dayPath, CancellationToken ct)
    {
        foreach (var domain in Directories(dayPath))
        {
            ct.ThrowIfCancellationRequested();
            var path = new DomainDirectory(dayPath, domain).Index;
            try
            {
                if (File.Exists(path))
                {
                    using var index = Posix.Open(path, PosixOpen.ReadWrite | PosixOpen.Append);
                    if (Posix.TryLock(index))
                    {
                        IndexTail.Repair(index);
                    }
                }
            }
            catch (IOException error)
            {
                logger.CannotRepair(path, error.Message);
            }
        }
    }

    /// <summary>A wrong link is a nuisance, no reason to turn mail away.</summary>
    private void TryLink(string name, string target)
    {
        var path = Path.Combine(Root, name);
        try
        {
            if (new FileInfo(path).LinkTarget == target)
            {
                return;
            }

            var temporary = Path.Combine(Root, $".{name}.{Environment.ProcessId}");
            Posix.Unlink(temporary);
            Posix.MakeSymbolicLink(target, temporary);
            Posix.Rename(temporary, path);
        }
        catch (IOException error)
        {
            logger.CannotLink(path, target, error.Message);
        }
    }

    /// <summary>Names of the directories in a directory; links are none of ours.</summary>
    public static string[] Directories(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateDirectories().Where(entry => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)).Select(entry => entry.Name)];
        }
        catch (DirectoryNotFoundException)
        {
            // Not there, or not any more.
            return [];
        }
    }

    private sealed record DayBox(DateOnly Day);
}
