using System.Data.Common;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.History;

namespace MsLite.Admin.Components.Domains;

/// <summary>Every change of a domain's files, whoever made it, and its undoing.</summary>
[StreamRendering]
public sealed partial class HistorySection
{
    private const int Rows = 50;

    private IReadOnlyList<HistoryRow>? _rows;
    private bool _hasMore;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    /// <summary>Below the domain.</summary>
    [Parameter]
    public string? BelowPath { get; set; }

    [Parameter]
    public string? Who { get; set; }

    /// <summary>The last row of the page before.</summary>
    [Parameter]
    public long? Before { get; set; }

    [Inject]
    private HistoryReader History { get; set; } = null!;

    private string OlderUrl =>
        $"{View.UrlOf("history")}?before={_rows![^1].Id}{(BelowPath is { Length: > 0 } path ? $"&path={Uri.EscapeDataString(path)}" : "")}{(Who is { Length: > 0 } who ? $"&who={Uri.EscapeDataString(who)}" : "")}";

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var rows = await History.FindAsync(
                new HistoryQuestion
                {
                    Domain = View.Name,
                    Path = BelowPath is { Length: > 0 } path ? View.PathOf(path.Trim('/')) : null,
                    Who = Who is { Length: > 0 } who ? who : null,
                    After = Before,
                    Limit = Rows + 1,
                },
                CancellationToken.None);
            _hasMore = rows.Count > Rows;
            _rows = [.. rows.Take(Rows)];
        }
        catch (DbException)
        {
            _fault = T["The state database does not answer, so the history cannot be shown. Changes are still made, and written down when it is back."];
        }
    }
}
