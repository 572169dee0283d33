using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Domains;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Pages;

/// <summary>All hosted domains that the viewer may see, page by page, and the way to a new one.</summary>
[StreamRendering]
public sealed partial class DomainsPage
{
    private const int Rows = 50;

    private IReadOnlyList<DomainSummary> _rows = [];
    private IReadOnlyDictionary<string, WeekTotals>? _totals;
    private string? _fault;
    private int _all;
    private int _found;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "add")]
    public bool Add { get; set; }

    [Inject]
    private DomainSummaries Summaries { get; set; } = null!;

    [Inject]
    private WeekReader Weeks { get; set; } = null!;

    private int Number => Math.Max(1, PageNumber ?? 1);

    private int Pages => Math.Max(1, (_found + Rows - 1) / Rows);

    private bool IsAdding => (Add || NewDomain is not null) && Caller?.ChangesEverything == true && !Editor.IsReadOnly;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        Look();
        try
        {
            _totals = await Weeks.OfManyAsync([.. _rows.Select(row => row.Name)], CancellationToken.None);
        }
        catch (DbException)
        {
            // The counts stay open.
        }
    }

    private void Look()
    {
        try
        {
            var mine = Tree.Domains().Where(name => Caller?.MaySee(name) == true).ToList();
            var found = Query is { Length: > 0 } query ? mine.FindAll(name => name.Contains(query.Trim(), StringComparison.OrdinalIgnoreCase)) : mine;
            (_all, _found) = (mine.Count, found.Count);
            _rows = [.. found.Skip((Number - 1) * Rows).Take(Rows).Select(Summaries.Of)];
        }
        catch (IOException fault)
        {
            _fault = T["The policy tree cannot be listed: {0}", fault.Message];
        }
    }

    private protected override void LookAt(NewDomainResult made) => Look();

    private async Task UndoAsync()
    {
        if (Caller is not null && Typed?.Undo is not null)
        {
            Answer = await Desk.ApplyAsync(Caller, "", Typed, CancellationToken.None);
            Look();
        }
    }

    private string Total(string name, Func<WeekTotals, long> which) =>
        _totals is null ? "…" : which(_totals.GetValueOrDefault(name, WeekTotals.Nothing)).ToString("N0", CultureInfo.InvariantCulture);

    private string PageUrl(int page) => $"{AdminUrls.Domains}?page={page}{(Query is { Length: > 0 } query ? $"&q={Uri.EscapeDataString(query)}" : "")}";
}
