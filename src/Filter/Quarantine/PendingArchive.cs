namespace MsLite.Filter.Quarantine;

/// <summary>The copies of one transaction on their way: written to tmp and synced, waiting to be linked and indexed together.</summary>
internal sealed class PendingArchive() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public List<PendingCopy> Copies { get; } = [];

    /// <summary>Takes back, as far as possible, what stands in new and tmp: nobody was promised anything.</summary>
    public void Discard()
    {
        foreach (var copy in Copies)
        {
            try
            {
                Posix.Unlink(copy.NewPath);
                Posix.Unlink(copy.TemporaryPath);
            }
            catch (IOException)
            {
                // An orphan without index line harms nobody: the client keeps its mail, and the day's expiry takes the file.
            }
        }
    }
}

/// <param name="Line">Its index line, with the LF.</param>
internal sealed record PendingCopy(DomainDirectory Directory, string Name, byte[] Line)
{
    public string TemporaryPath => Path.Combine(Directory.Temporary, Name);

    public string NewPath => Path.Combine(Directory.New, Name);
}
