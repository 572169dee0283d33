namespace MsLite.Filter.Quarantine;

/// <summary>What the index says about one archived file.</summary>
/// <param name="Name">Without a directory: it moves from new to cur when somebody reads it.</param>
/// <param name="Size">Of the original as received, bytes.</param>
/// <param name="Offset">Where the original begins in the file, bytes.</param>
/// <param name="Sha256">Of the original as received, with CR LF line ends; lower-case hexadecimal.</param>
internal sealed record ArchivedFile(string Name, DateTimeOffset Time, long Size, long Offset, string Sha256);
