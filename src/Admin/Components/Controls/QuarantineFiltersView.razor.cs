using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Pages;
using MsLite.Filter;
using MsLite.Filter.Quarantine;

namespace MsLite.Admin.Components.Controls;

/// <summary>What narrows the quarantine's list at this moment: each is a link that takes itself away.</summary>
public sealed partial class QuarantineFiltersView
{
    [Parameter]
    [EditorRequired]
    public QuarantineAddress Address { get; set; } = null!;

    [Inject]
    private QuarantineStore Store { get; set; } = null!;

    private List<(string Name, string Text)> Filters =>
        [.. Address.Pairs.Where(pair => pair.Value is not null).Select(pair => (pair.Key, Text(pair.Key, PlainText.Clean(pair.Value, 100))))];

    private string Text(string name, string value) => (name, value) switch
    {
        ("q", _) => T["words “{0}”", value],
        ("day", "today") => T["today"],
        ("day", "yesterday") => T["yesterday"],
        ("day", _) => Store.DateOf(value)?.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture) ?? value,
        ("blocker", _) => T["decided by {0}", value],
        ("sender", _) => T["from {0}", value],
        ("recipient", _) => T["to {0}", value],
        ("reason", _) => T["reason “{0}”", value],
        ("ip", _) => T["client {0}", value],
        ("seen", "true") => T["seen"],
        ("seen", _) => T["not seen yet"],
        ("released", "true") => T["released"],
        ("released", _) => T["not released"],
        _ => value,
    };
}
