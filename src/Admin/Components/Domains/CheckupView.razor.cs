using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using MsLite.Filter.Checkups;

namespace MsLite.Admin.Components.Domains;

/// <summary>"Is it right?": everything around the program, each part drawn as soon as it is known.</summary>
[StreamRendering]
public sealed partial class CheckupView
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<CheckupFinding>> _found = [];
    private bool _isDone;

    /// <summary>Only this hosted domain; null for the first few.</summary>
    [Parameter]
    public string? Domain { get; set; }

    [Inject]
    private Checkup Checkup { get; set; } = null!;

    private string Sum
    {
        get
        {
            var findings = _found.Values.SelectMany(found => found).ToList();
            var (bad, look) = (findings.Count(finding => finding.Level == CheckupLevel.Bad), findings.Count(finding => finding.Level == CheckupLevel.Look));
            return !_isDone ? T["Looking at {0} things at once…", Checkup.Subjects.Count]
                : bad + look == 0 ? T["All is right."]
                : T["{0} to mend, {1} to look at, {2} right.", bad, look, findings.Count - bad - look];
        }
    }

    protected override async Task OnInitializedAsync()
    {
        await Checkup.RunAsync(Domain, Show, CancellationToken.None);
        _isDone = true;
    }

    private void Show(string subject, IReadOnlyList<CheckupFinding> findings)
    {
        _found[subject] = findings;
        _ = InvokeAsync(StateHasChanged);
    }
}
