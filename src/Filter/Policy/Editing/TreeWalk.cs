namespace MsLite.Filter.Policy.Editing;

/// <summary>The directories on the way down to a place, opened one after the other as far as there are any.</summary>
internal sealed class TreeWalk : IDisposable
{
    private readonly List<TreeDirectory> _opened;
    private readonly IReadOnlyList<string> _names;

    /// <param name="names">The place; its last name is not opened.</param>
    public TreeWalk(string root, IReadOnlyList<string> names)
    {
        _names = names;
        _opened = [TreeDirectory.OpenRoot(root)];
        while (!IsComplete && Deepest.TryOpen(names[_opened.Count - 1]) is { } next)
        {
            _opened.Add(next);
        }
    }

    public TreeDirectory Deepest => _opened[^1];

    /// <summary>The directory that the place is in is open.</summary>
    public bool IsComplete => _opened.Count == _names.Count;

    public string Name => _names[^1];

    public string Path => string.Join('/', _names);

    /// <summary>The domain's directory is there, or it is the domain itself that is asked for.</summary>
    public bool HasDomain => _names.Count == 1 || _opened.Count > 1;

    /// <summary>What stands in the way down, relative to /srv: a file or link where a directory should be. Null when nothing does.</summary>
    public string? Obstacle => !IsComplete && Deepest.Stat(_names[_opened.Count - 1]).Kind != FileKind.Absent ? PathTo(_opened.Count) : null;

    public TreeContent Read() => IsComplete ? Deepest.Read(Name) : TreeContent.Absent;

    /// <summary>Makes the directories that are not there yet.</summary>
    public IEnumerable<TreeChange> Complete()
    {
        var made = new List<TreeChange>();
        while (!IsComplete)
        {
            var name = _names[_opened.Count - 1];
            if (Deepest.Make(name))
            {
                made.Add(new TreeChange(PathTo(_opened.Count), TreeContent.Absent, TreeContent.Directory));
            }

            _opened.Add(Deepest.TryOpen(name) ?? throw new IOException($"{Deepest.Path}/{name} is no directory any more."));
        }

        return made;
    }

    public void Dispose() => _opened.ForEach(directory => directory.Dispose());

    private string PathTo(int count) => string.Join('/', _names.Take(count));
}
