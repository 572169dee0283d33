using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Quarantine;

namespace MsLite.Admin.Components.Domains;

/// <summary>One refused message for somebody who sees the first: why, what was kept, and the two ways to have it otherwise.</summary>
public sealed partial class RefusedStory
{
    /// <summary>Null when there is none.</summary>
    [Parameter]
    [EditorRequired]
    public QuarantineEntry? Entry { get; set; }

    /// <summary>What became of its release; null while nobody asked.</summary>
    [Parameter]
    public string? Outcome { get; set; }

    [Inject]
    private PolicyEditor Editor { get; set; } = null!;

    private bool IsUnknown => Entry?.Blocker == "users";

    private string User => PlainText.Clean(Entry!.Recipient[..Math.Max(0, Entry.Recipient.LastIndexOf('@'))], 320);
}
