using System.Data.Common;

namespace MsLite.Filter.Greylisting;

/// <summary>Takes expired rows out of the greylist; they count for nothing, but fill the disk.</summary>
public sealed class GreylistExpiry
{
    private readonly Greylist _greylist;

    internal GreylistExpiry(Greylist greylist) => _greylist = greylist;

    /// <summary>How many rows went.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<int> RunAsync(CancellationToken ct) => _greylist.ExpireAsync(ct);
}
