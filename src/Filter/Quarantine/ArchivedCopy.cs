namespace MsLite.Filter.Quarantine;

/// <summary>One refused recipient's copy.</summary>
/// <param name="AddedFields">Our fields, X-REJECT-REASON and X-REJECT-PLUGIN among them, each ended by CR LF.</param>
public sealed record ArchivedCopy(Recipient Recipient, Verdict Verdict, ReadOnlyMemory<byte> AddedFields);
