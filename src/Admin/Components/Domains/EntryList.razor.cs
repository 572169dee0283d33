using System.Text;
using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter;
using MsLite.Filter.Lint;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>One directory of entries, page by page: ten thousand names cost no more than fifty.</summary>
public sealed partial class EntryList
{
    private const int Rows = 50;

    private PolicyPage _page = PolicyPage.Empty;
    private IReadOnlyList<EntryRow> _rows = [];

    /// <summary>Below the domain, such as <c>users/valid</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Directory { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string BaseUrl { get; set; } = "";

    /// <summary>What else stands in the page's address and has to stay.</summary>
    [Parameter]
    public IReadOnlyList<(string Key, string Value)> Kept { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public string AddLabel { get; set; } = "";

    [Parameter]
    public string Example { get; set; } = "";

    [Parameter]
    public string EmptyText { get; set; } = "";

    /// <summary>Entries that only let mail pass leave no file in the journal.</summary>
    [Parameter]
    public bool CountsHits { get; set; } = true;

    [Inject]
    private EntryMarks Marks { get; set; } = null!;

    private bool IsRefused => View.IsRefused(PolicyDeed.Add, Directory);

    private string AddName => IsRefused ? View.Typed.Name ?? "" : "";

    private int Pages => Math.Max(1, (_page.Found + Rows - 1) / Rows);

    private string CountText => _page.Found == _page.All ? T["{0} entries", _page.All] : T["{0} of {1} entries", _page.Found, _page.All];

    protected override void OnParametersSet()
    {
        if (!Editor.TryParse(View.Name, Directory.Split('/'), out var path, out _))
        {
            return;
        }

        try
        {
            PageNumber = Math.Max(1, PageNumber);
            _page = Browser.Page(path, Query, (PageNumber - 1) * Rows, Rows);
            _rows = [.. _page.Children.Select(Row)];
        }
        catch (IOException)
        {
            // Who may not list it still may add to it; the empty text stands there.
            _page = PolicyPage.Empty;
        }
    }

    private EntryRow Row(PolicyChild child)
    {
        var below = $"{Directory}/{child.Name}";
        var item = Editor.TryParse(View.Name, below.Split('/'), out var path, out _) ? Browser.Find(path) : null;
        var body = item is { IsDirectory: false } ? PolicyBody.Parse(Encoding.UTF8.GetString(item.Bytes.Span)) : PolicyBody.Empty;
        return new EntryRow
        {
            Name = child.Name,
            Shown = child.Name == "*" ? T["* (everybody)"] : PlainText.Clean(child.Name, 320),
            IsDirectory = child.IsDirectory,
            Addresses = child.IsDirectory && path is not null ? Browser.Page(path, "", 0, 0).All : 0,
            ETag = item?.ETag ?? "",
            Note = body["note"] ?? "",
            Until = body["until"] ?? "",
            Marks = Marks.Find(View.Name, Directory, child.Name),
        };
    }

    private string Hits(EntryRow row)
    {
        if (!CountsHits)
        {
            return "";
        }

        return View.Week is not { } week ? "…" : week.HitsOf($"{View.Name}/{Directory}/{row.Name}") is { Count: > 0 } hits ? $"{hits.Count:N0}" : "0";
    }

    private string EntryUrl(string name) => Url(("entry", name), ("q", Query), ("page", PageNumber > 1 ? $"{PageNumber}" : ""));

    private string PageUrl(int page) => Url(("q", Query), ("page", page > 1 ? $"{page}" : ""));

    private string Url(params IEnumerable<(string Key, string Value)> more)
    {
        var fields = Kept.Concat(more).Where(field => field.Value.Length > 0).Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}").ToList();
        return fields.Count == 0 ? BaseUrl : $"{BaseUrl}?{string.Join('&', fields)}";
    }
}

/// <summary>One entry as its row shows it.</summary>
internal sealed record EntryRow
{
    public required string Name { get; init; }

    public required string Shown { get; init; }

    public required bool IsDirectory { get; init; }

    /// <summary>Of a directory: how many addresses are in it.</summary>
    public required int Addresses { get; init; }

    public required string ETag { get; init; }

    public required string Note { get; init; }

    public required string Until { get; init; }

    public required IReadOnlyList<string> Marks { get; init; }
}
