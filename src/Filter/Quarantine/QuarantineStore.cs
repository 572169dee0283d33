namespace MsLite.Filter.Quarantine;

/// <summary>The tree /spam/DAY/DOMAIN: a Maildir and an index for each domain and day (contract of the directory layout: README).</summary>
public sealed class QuarantineStore
{
    /// <summary>Returns once the copies and their index lines are on stable storage. Either all of them are, or it throws.</summary>
    /// <exception cref="IOException">Disk full, permission, or broken: the client must keep its mail.</exception>
    public Task ArchiveAsync(Transaction transaction, IReadOnlyList<ArchivedCopy> copies, CancellationToken ct) => throw new NotImplementedException();
}

/// <summary>One refused recipient's copy.</summary>
/// <param name="AddedFields">Our fields, X-REJECT-REASON and X-REJECT-PLUGIN among them, each ended by CR LF.</param>
public sealed record ArchivedCopy(Recipient Recipient, Verdict Verdict, ReadOnlyMemory<byte> AddedFields);
