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

    /// <summary>False while the rows are there already and the counts are not.</summary>
    public bool IsCounted { get; init; }

    public static async Task<QuarantineListState> ReadAsync(QuarantineSearch search, QuarantineAddress address, Caller? caller, TimeSpan patience, CancellationToken ct)
    {
        var rows = await ReadRowsAsync(search, address, caller, ct);
        return await rows.CountAsync(search, address, caller, patience, ct);
    }

    /// <summary>The rows alone, which take no time that one would notice; counting what common words find does.</summary>
    public static async Task<QuarantineListState> ReadRowsAsync(QuarantineSearch search, QuarantineAddress address, Caller? caller, CancellationToken ct)
    {
        try
        {
            return Page(address, await search.FindAsync(address.QuestionFor(caller), ct));
        }
        catch (DbException fault)
        {
            return Empty with { Fault = fault.Message };
        }
    }

    /// <summary>The rows of this state with the counts of another one, which may be those of another question: <see cref="IsCounted"/> says so.</summary>
    public QuarantineListState CountedAs(QuarantineListState other, bool isCounted) =>
        this with { Facets = other.Facets, Senders = other.Senders, IsCounted = isCounted };

    /// <summary>The same with its counts.</summary>
    /// <inheritdoc cref="QuarantineSearch.SurveyAsync" path="/param[@name='patience']"/>
    public async Task<QuarantineListState> CountAsync(QuarantineSearch search, QuarantineAddress address, Caller? caller, TimeSpan patience, CancellationToken ct)
    {
        if (Fault is not null)
        {
            return this;
        }

        try
        {
            var (facets, senders) = await search.SurveyAsync(address.QuestionFor(caller), patience, ct);
            return this with { Facets = facets, Senders = senders, IsCounted = true };
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
