using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Components.Controls;

/// <summary>What came most often, with its number and a bar for the eye.</summary>
public sealed partial class TopList
{
    private const int MostText = 120;

    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<JournalTop> Tops { get; set; } = [];

    /// <summary>What stands for an empty value.</summary>
    [Parameter]
    public string Empty { get; set; } = "<>";

    /// <summary>Whether it is said how many of each were refused.</summary>
    [Parameter]
    public bool WithRefused { get; set; }

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private string Text(JournalTop top) => top.Value.Length == 0 ? Empty : PlainText.Clean(top.Value, MostText);

    private string Share(JournalTop top) => (top.Count * 100.0 / Tops[0].Count).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
