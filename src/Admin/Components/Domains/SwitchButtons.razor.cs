using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;

namespace MsLite.Admin.Components.Domains;

/// <summary>A switch of a few states in one row of buttons: each is one press, and takes effect with the next message.</summary>
public sealed partial class SwitchButtons
{
    [Parameter]
    public string Do { get; set; } = PolicyDeed.Mode;

    [Parameter]
    [EditorRequired]
    public string Path { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string ETag { get; set; } = "";

    /// <summary>What is switched, for those who do not see where it stands.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<SwitchChoice> Choices { get; set; } = [];

    /// <summary>The value that holds.</summary>
    [Parameter]
    [EditorRequired]
    public string Now { get; set; } = "";

    /// <summary>The viewer may not change it.</summary>
    [Parameter]
    public bool Locked { get; set; }
}

/// <summary>One state of a switch.</summary>
/// <param name="Title">What it means, shown on pointing.</param>
/// <param name="Off">It cannot be chosen.</param>
public sealed record SwitchChoice(string Value, string Word, string Title = "", bool Off = false);
