using System.Data.Common;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Pages;

/// <summary>What the quarantine's list shows at one moment.</summary>
internal sealed record QuarantineListState
{
    public static readonly QuarantineListState Empty = new();

    public IReadOnlyList<QuarantineHit> Hits { get; init; } = [];

    public bool HasOlder { get; init; }

    public bool HasNewer { get; init; }

    public QuarantineFacets Facets { get; init; } = new(0, true, [], [], []);

    public IReadOnlyList<FacetCount> Senders { get; init; } = [];

    /// <summary>Why nothing can be shown; null when all is well.</summary>
    public string? Fault { get; init; }

    public static async Task<QuarantineListState> ReadAsync(QuarantineSearch search, QuarantineAddress address, Caller? caller, CancellationToken ct)
    {
        try
        {
            var question = address.QuestionFor(caller);
            var counts = search.CountAsync(question, ct);
            var senders = search.CountSendersAsync(question, ct);
            return Page(address, await search.FindAsync(question, ct)) with { Facets = await counts, Senders = await senders };
        }
        catch (DbException fault)
        {
            return Empty with { Fault = fault.Message };
        }
    }

    /// <summary>One row more was asked for than is shown: at the old end, or on the way back at the new one.</summary>
    private static QuarantineListState Page(QuarantineAddress address, IReadOnlyList<QuarantineHit> hits)
    {
        var isMore = hits.Count > QuarantineAddress.PageSize;
        var isBackwards = address.Cursor is null && address.NewerThan is not null;
        return Empty with
        {
            Hits = !isMore ? hits : isBackwards ? [.. hits.Skip(1)] : [.. hits.Take(QuarantineAddress.PageSize)],
            HasOlder = isBackwards || isMore,
            HasNewer = isBackwards ? isMore : address.Cursor is not null,
        };
    }
}
