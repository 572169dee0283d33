using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Domains;

/// <summary>Says which file a control is, and the shell commands that do what its buttons do.</summary>
public sealed partial class ByHand
{
    /// <summary>On disk, absolute.</summary>
    [Parameter]
    [EditorRequired]
    public string File { get; set; } = "";

    /// <summary>What each does in a word or two, and the command.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<(string What, string Command)> Commands { get; set; } = [];
}
