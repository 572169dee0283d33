using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Pages;
using MsLite.Filter;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Controls;

/// <summary>What the found copies have in common, as links that narrow the list to it.</summary>
public sealed partial class QuarantineFacetsView
{
    /// <summary>Whoever looks for a rarer one types it into the search.</summary>
    private const int Most = 8;

    private static readonly (string Name, string Value, string Text)[] s_states =
    [
        ("seen", "false", "not seen yet"), ("seen", "true", "seen"), ("released", "true", "released"), ("released", "false", "not released"),
    ];

    [Parameter]
    [EditorRequired]
    public QuarantineAddress Address { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public QuarantineFacets Facets { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<FacetCount> Senders { get; set; } = [];

    /// <summary>Whether the counts are still those of what was asked before: its names stay in their places, its numbers would not be true.</summary>
    [Parameter]
    public bool IsCounting { get; set; }

    [Inject]
    private QuarantineStore Store { get; set; } = null!;

    private IEnumerable<Facet> All =>
    [
        new("domain", "Domain", Address.Domain, Facets.Domains, value => PlainText.Clean(value)),
        new("day", "Day", Address.Day, [.. Facets.Days.OrderByDescending(day => Store.DateOf(day.Value))], Day),
        new("blocker", "Decided by", Address.Blocker, Facets.Blockers, value => value.Length > 0 ? PlainText.Clean(value) : T["unknown"]),
        new("sender", "Sender (of the newest)", Address.Sender, Senders, value => PlainText.Clean(value, 320)),
    ];

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private string Day(string name) => Store.DateOf(name)?.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture) ?? PlainText.Clean(name);

    private sealed record Facet(string Name, string Title, string? Chosen, IReadOnlyList<FacetCount> Counts, Func<string, string> Text);
}
