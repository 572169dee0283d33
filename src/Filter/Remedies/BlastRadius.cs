using System.Data.Common;
using MsLite.Filter.Replay;

namespace MsLite.Filter.Remedies;

/// <summary>Tells whom a remedy would have concerned: the mail of the last days is judged once more, without it and with it.</summary>
public sealed class BlastRadius(PolicyReplay replay)
{
    /// <summary>Days looked back upon.</summary>
    public const int Days = PolicyReplay.Days;

    /// <summary>Rows looked at for each of the remedies that a page offers.</summary>
    private const int MostRows = 1_000;

    /// <param name="domain">The domain whose mail is counted.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="IOException">The disk does not say what stands in the file.</exception>
    public Task<ReplayCount> CountAsync(Remedy remedy, string domain, CancellationToken ct) =>
        replay.RunAsync([new ReplayChange(remedy.Path, remedy.Content)], new ReplayScope(null) { Domain = domain, MostRows = MostRows }, ct);
}
