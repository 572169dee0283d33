using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Pages;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Controls;

/// <summary>A page of refused mail as a table; on a narrow screen each row is a card.</summary>
public sealed partial class QuarantineTable
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<QuarantineHit> Hits { get; set; } = [];

    /// <summary>Of the list.</summary>
    [Parameter]
    [EditorRequired]
    public QuarantineAddress Address { get; set; } = null!;

    /// <summary>What is selected, by its key.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyDictionary<long, QuarantineHit> Chosen { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Errand> Errands { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public Caller? Caller { get; set; }

    /// <summary>Whether buttons do anything yet.</summary>
    [Parameter]
    public bool IsLive { get; set; }

    [Parameter]
    public EventCallback<QuarantineHit> OnChoose { get; set; }

    [Parameter]
    public EventCallback<bool> OnChooseAll { get; set; }

    [Parameter]
    public EventCallback<QuarantineAct> OnAct { get; set; }

    private ErrandKind? GoingOf(QuarantineHit hit) => Errands.FirstOrDefault(errand => errand.IsOpen && errand.Keys.Contains(hit.Key))?.Kind;

    private bool AreAllChosen => Hits.Count > 0 && Hits.All(hit => Chosen.ContainsKey(hit.Key));
}
