using Microsoft.Extensions.Logging;
using MsLite.Filter.Quarantine.Search;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Quarantine;

/// <summary>The tree /spam/DAY/DOMAIN: a Maildir and an index for each domain and day (contract of the directory layout: README).</summary>
public sealed class QuarantineStore : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly CopyWriter _writer;
    private readonly QuarantineTree _tree;
    private readonly SyncLanes _lanes = new();
    private readonly ArchiveCommitter _committer;
    private readonly ArchiveReader _reader;
    private readonly Midnight _midnight;

    public QuarantineStore(MsLiteOptions options, TimeProvider clock, ILogger<QuarantineStore> logger)
    {
        _clock = clock;
        _tree = new QuarantineTree(options.SpamRoot, clock, logger);
        _writer = new CopyWriter(_tree, new CopyName(options.Hostname.Length > 0 ? options.Hostname : Environment.MachineName), _lanes);
        _committer = new ArchiveCommitter(_lanes, logger);
        _reader = new ArchiveReader(_tree);
        _midnight = new Midnight(clock, _tree, logger);
    }

    /// <summary>The tree on disk, absolute.</summary>
    public string Root => _tree.Root;

    /// <summary>What the search index has to look at.</summary>
    public ChangedIndexes Changed { get; } = new();

    internal QuarantineTree Tree => _tree;

    /// <summary>Sets the links, and keeps them right from now on. Without it the first archive of a day does so.</summary>
    /// <exception cref="IOException">The tree cannot be written to.</exception>
    public void Start()
    {
        _tree.Turn();
        _midnight.Start();
    }

    /// <summary>
    /// Mends what a crash left and moves a former year's mail out of the way, once a day. It looks at every directory of two days, which takes
    /// seconds where there are thousands: nobody should wait for it.
    /// </summary>
    /// <exception cref="IOException">The tree cannot be read.</exception>
    public void Tidy(CancellationToken ct) => _tree.Tidy(ct);

    /// <summary>Returns once the copies and their index lines are on stable storage. Either all of them are, or it throws.</summary>
    /// <exception cref="IOException">Disk full, permission, or broken: the client must keep its mail.</exception>
    public async Task ArchiveAsync(Transaction transaction, IReadOnlyList<ArchivedCopy> copies, CancellationToken ct)
    {
        _tree.Turn();
        var now = _clock.GetLocalNow();
        var pending = await _writer.WriteAsync(transaction, copies, now, ct);
        await _committer.CommitAsync(pending);
        pending.Copies.ForEach(copy => Changed.MarkLines(copy.Directory));
    }

    /// <summary>The day directories there are, such as "326" or, of a former year, "2025-326"; the latest day first.</summary>
    /// <exception cref="IOException">The tree cannot be listed.</exception>
    public IReadOnlyList<string> Days()
    {
        var today = Today();
        return [.. QuarantineTree.Directories(Root)
            .Select(name => (Name: name, IsDay: DayName.TryParse(name, today, out var date), Date: date))
            .Where(day => day.IsDay)
            .OrderByDescending(day => day.Date)
            .Select(day => day.Name)];
    }

    /// <summary>The day that a directory's name such as "326" stands for; null when it stands for none.</summary>
    public DateOnly? DateOf(string day) => DayName.TryParse(day, Today(), out var date) ? date : null;

    /// <summary>The domains that have a directory in one day's, sorted; none when there is no such day.</summary>
    public IReadOnlyList<string> Domains(string day) => DayName.TryParse(day, Today(), out _)
        ? [.. QuarantineTree.Directories(Path.Combine(Root, day)).Where(SafeName.IsSafe).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The index of a domain's day; null when the names are none of the quarantine's. It may turn out to be empty.</summary>
    public QuarantineIndex? FindIndex(string day, string domain) =>
        DayName.TryParse(day, Today(), out _) && SafeName.IsSafe(domain)
            ? new QuarantineIndex(new DomainDirectory(Path.Combine(Root, day), domain), day)
            : null;

    /// <summary>The archived file as it lies there, our fields in front; null when it is gone.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public Stream? TryOpenFile(QuarantineEntry entry) => _reader.TryOpenFile(entry);

    /// <summary>The message byte by byte as it was received; null when the file is gone. Checked against its sum before it is given out.</summary>
    /// <exception cref="InvalidDataException">The file is not any more what was archived.</exception>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public Task<Stream?> TryOpenOriginalAsync(QuarantineEntry entry, CancellationToken ct) => _reader.TryOpenOriginalAsync(entry, ct);

    /// <inheritdoc cref="ArchiveReader.ReadOwnFieldsAsync"/>
    internal Task<HeaderList> ReadOwnFieldsAsync(QuarantineEntry entry, CancellationToken ct) => _reader.ReadOwnFieldsAsync(entry, ct);

    /// <summary>Marks a copy as passed on (Maildir's flag P), so that a mail reader shows it too.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public void MarkReleased(QuarantineEntry entry)
    {
        _reader.Flag(entry, 'P');
        Changed.MarkFiles(entry.Day, entry.Domain);
    }

    /// <summary>Marks a copy as seen by a person (Maildir's flag S), or as not seen.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public void MarkSeen(QuarantineEntry entry, bool isSeen)
    {
        _reader.Flag(entry, 'S', isSeen);
        Changed.MarkFiles(entry.Day, entry.Domain);
    }

    /// <summary>Whether the copy is still there: what a person removes is gone, and its index line stays as a note.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public bool IsThere(QuarantineEntry entry)
    {
        using var file = _reader.TryOpenFile(entry);
        return file is not null;
    }

    /// <summary>Removes a copy for good. Gives false when it is gone already.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public bool Remove(QuarantineEntry entry)
    {
        var isRemoved = _reader.Remove(entry);
        Changed.MarkFiles(entry.Day, entry.Domain);
        return isRemoved;
    }

    public async ValueTask DisposeAsync()
    {
        _midnight.Dispose();
        await _committer.DisposeAsync();
        _lanes.Dispose();
    }

    internal DateOnly Today() => _tree.Today;
}
