namespace MsLite.Filter.Quarantine;

/// <summary>Paths of one domain's day: <c>/spam/N/D</c> with its Maildir and its index.</summary>
internal sealed class DomainDirectory
{
    public const string IndexName = "index";
    public const string SeedIndexName = "index.json";

    public DomainDirectory(string dayPath, string domain)
    {
        Domain = domain;
        DayPath = dayPath;
        Path = System.IO.Path.Combine(dayPath, domain);
        Temporary = System.IO.Path.Combine(Path, "tmp");
        New = System.IO.Path.Combine(Path, "new");
        Current = System.IO.Path.Combine(Path, "cur");
        Index = System.IO.Path.Combine(Path, IndexName);
        SeedIndex = System.IO.Path.Combine(Path, SeedIndexName);
    }

    /// <summary>Somebody removed a part of it while we run: the next use makes it again.</summary>
    public bool IsBroken { get; set; }

    public string Domain { get; }

    public string DayPath { get; }

    public string Path { get; }

    public string Temporary { get; }

    public string New { get; }

    public string Current { get; }

    public string Index { get; }

    /// <summary>A link to the index; in the seed's own directories the index itself.</summary>
    public string SeedIndex { get; }

    /// <summary>Makes what is missing. Every name is on stable storage when it returns.</summary>
    /// <exception cref="IOException">Disk full or permission.</exception>
    public void Make()
    {
        Posix.MakeDirectories(DayPath);
        Posix.MakeDirectories(Path);
        Posix.MakeDirectory(Temporary);
        Posix.MakeDirectory(Current);
        Posix.MakeDirectory(New);
        AdoptSeedIndex();
        Posix.Open(Index, PosixOpen.WriteOnly | PosixOpen.Create | PosixOpen.Append).Dispose();
        Posix.MakeSymbolicLink(IndexName, SeedIndex);
        Posix.SyncDirectory(Path);
        Posix.SyncDirectory(DayPath);
    }

    /// <summary>The seed's index keeps its lines and gets our name; its own name becomes the link. A seed that still runs follows it.</summary>
    private void AdoptSeedIndex()
    {
        if (new FileInfo(SeedIndex) is { Exists: true, LinkTarget: null } && !File.Exists(Index))
        {
            Posix.Rename(SeedIndex, Index);
        }
    }
}
