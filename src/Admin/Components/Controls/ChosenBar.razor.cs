using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Quarantine.Errands;

namespace MsLite.Admin.Components.Controls;

/// <summary>What can be done with the copies that are selected; always in its place, so that nothing moves when something is.</summary>
public sealed partial class ChosenBar
{
    /// <summary>How many are selected.</summary>
    [Parameter]
    [EditorRequired]
    public long Count { get; set; }

    /// <summary>How many could be, on all pages.</summary>
    [Parameter]
    [EditorRequired]
    public long Total { get; set; }

    /// <summary>Whether all are, whatever their page.</summary>
    [Parameter]
    public bool AreAll { get; set; }

    [Parameter]
    public bool MayChange { get; set; }

    [Parameter]
    public EventCallback<ErrandKind> OnAct { get; set; }

    [Parameter]
    public EventCallback OnAll { get; set; }

    [Parameter]
    public EventCallback OnNone { get; set; }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
