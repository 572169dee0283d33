using Microsoft.AspNetCore.Components;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Says that a domain is hosted now, and which commands would have done it.</summary>
public sealed partial class MadeDomain
{
    private const int Most = 12;

    [Parameter]
    [EditorRequired]
    public NewDomainResult Result { get; set; } = null!;

    private string Shown => Result.Commands.Count > Most
        ? $"{string.Join('\n', Result.Commands.Take(Most))}\n{T["… {0} lines more", Result.Commands.Count - Most]}"
        : string.Join('\n', Result.Commands);
}
