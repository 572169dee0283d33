using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Quarantine;

/// <summary>The copies of one transaction on their way: written to tmp, waiting to be synced, linked and indexed together.</summary>
internal sealed class PendingArchive() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public List<PendingCopy> Copies { get; } = [];

    /// <summary>Takes back, as far as possible, what stands in new and tmp: nobody was promised anything.</summary>
    public void Discard()
    {
        foreach (var copy in Copies)
        {
            copy.Dispose();
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

/// <param name="File">The copy in tmp, open.</param>
/// <param name="Line">Its index line, with the LF.</param>
internal sealed record PendingCopy(DomainDirectory Directory, string Name, SafeFileHandle File, byte[] Line) : IDisposable
{
    public string TemporaryPath { get; } = Path.Combine(Directory.Temporary, Name);

    public string NewPath { get; } = Path.Combine(Directory.New, Name);

    public void Dispose() => File.Dispose();
}
