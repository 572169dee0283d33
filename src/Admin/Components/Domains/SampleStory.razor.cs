using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Checkups;

namespace MsLite.Admin.Components.Domains;

/// <summary>What became of a sample message: its fate first, then what was said, then the ladder.</summary>
public sealed partial class SampleStory
{
    [Parameter]
    [EditorRequired]
    public SampleResult Result { get; set; } = null!;

    /// <summary>Null when it came to no fate.</summary>
    [Parameter]
    public Activity? Message { get; set; }

    private IReadOnlyList<string> Shadowed =>
        [.. (Message?.Trace ?? []).Where(entry => entry.Result is TraceResult.ShadowRefuse or TraceResult.ShadowDefer).Select(entry => entry.Rung)];
}
