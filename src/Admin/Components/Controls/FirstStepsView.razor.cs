using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>What to type next, shown where messages would stand.</summary>
public sealed partial class FirstStepsView
{
    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    private bool Hosted => FirstSteps.AreDone(Options.SrvRoot);

    private FirstSteps Steps => FirstSteps.For(Path.GetFullPath(Options.SrvRoot), Options.Smtp.Listen[0]);
}
