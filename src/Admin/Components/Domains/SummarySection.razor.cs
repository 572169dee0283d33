using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Lint;

namespace MsLite.Admin.Components.Domains;

/// <summary>A domain at a glance: what came in seven days, how it is set up, what does not do what it seems to.</summary>
[StreamRendering]
public sealed partial class SummarySection
{
    private const int MostFindings = 20;

    private DomainSummary _summary = null!;
    private IReadOnlyList<LintFinding>? _findings;

    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Inject]
    private DomainSummaries Summaries { get; set; } = null!;

    [Inject]
    private Linter Linter { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        _summary = Summaries.Of(View.Name);
        _findings ??= await Task.Run(() => Linter.Find(View.Name));
    }

    private static string Number(long? number) => number is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : "…";
}
