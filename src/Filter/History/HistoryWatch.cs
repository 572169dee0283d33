using System.Data.Common;
using MsLite.Filter.Policy;

namespace MsLite.Filter.History;

/// <summary>
/// Finds what others change in the tree: at once where the system tells, and by looking through all of it from time to time, because
/// the system does not tell everything.
/// </summary>
public sealed class HistoryWatch : IDisposable
{
    private readonly HashSet<string> _touched = [];
    private readonly TreeHistory _history;
    private readonly string _root;
    private FileSystemWatcher? _watcher;
    private bool _isMissed;

    internal HistoryWatch(TreeHistory history, SrvTree tree) => (_history, _root) = (history, tree.Root);

    /// <summary>Whether the tree has never been looked through: until it is, a change by others is taken for the beginning.</summary>
    public bool IsFirstSight => _history.IsFirstSight;

    /// <summary>Takes up what was known at the last end.</summary>
    /// <exception cref="DbException">The database does not answer: the tree as it is found is then the beginning.</exception>
    public Task LoadAsync(CancellationToken ct) => _history.LoadAsync(ct);

    /// <summary>Has the system tell from now on, as far as it can.</summary>
    public void Start()
    {
        try
        {
            _watcher = new FileSystemWatcher(_root)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite,
            };
            _watcher.Created += (_, told) => Touch(told.FullPath);
            _watcher.Changed += (_, told) => Touch(told.FullPath);
            _watcher.Deleted += (_, told) => Touch(told.FullPath);
            _watcher.Renamed += (_, told) =>
            {
                Touch(told.OldFullPath);
                Touch(told.FullPath);
            };
            _watcher.Error += (_, _) => Miss();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Too many watches, or no tree yet: looking through it finds the rest.
            Miss();
        }
    }

    /// <summary>Looks where the system said that something happened.</summary>
    /// <exception cref="IOException">The tree cannot be read.</exception>
    /// <exception cref="DbException">The database does not answer; the rows wait.</exception>
    public async Task FollowAsync(CancellationToken ct)
    {
        List<string> touched;
        bool isMissed;
        lock (_touched)
        {
            (touched, isMissed) = ([.. _touched], _isMissed);
            _touched.Clear();
            _isMissed = false;
        }

        if (isMissed)
        {
            _history.ScanAll();
        }
        else if (touched.Count > 0)
        {
            _history.Scan(touched, everything: false);
        }

        await _history.FlushAsync(ct);
    }

    /// <summary>Looks through the whole tree.</summary>
    /// <exception cref="IOException">The tree cannot be read.</exception>
    /// <exception cref="DbException">The database does not answer; the rows wait.</exception>
    public async Task RescanAsync(CancellationToken ct)
    {
        _history.ScanAll();
        await _history.FlushAsync(ct);
    }

    public void Dispose() => _watcher?.Dispose();

    private void Touch(string path)
    {
        var directory = Path.GetRelativePath(_root, Path.GetDirectoryName(path) ?? _root);
        lock (_touched)
        {
            _touched.Add(directory == "." ? "" : directory);
        }
    }

    private void Miss()
    {
        lock (_touched)
        {
            _isMissed = true;
        }
    }
}
