using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Controls;

/// <summary>
/// Says what came of something, to eyes and screen readers alike, and offers to take it back: the one place for it on every page. It
/// stays until it is closed or something else is said, so that nobody has to be quick, and moves nothing on the page.
/// </summary>
/// <remarks>
/// On a page that is drawn anew with each request the button posts the form "undo" with the outcome's id (<see cref="UndoId"/>); on a
/// page with a circuit it calls <see cref="OnUndo"/>.
/// </remarks>
public sealed partial class Said
{
    [Parameter]
    [EditorRequired]
    public Outcome? Outcome { get; set; }

    /// <summary>Takes the deed of this id back, and sets another outcome.</summary>
    [Parameter]
    public EventCallback<string> OnUndo { get; set; }

    /// <summary>Another way to take it back, for a page whose deeds are undone by its own form.</summary>
    [Parameter]
    public RenderFragment? Undo { get; set; }

    /// <summary>What the form "undo" was posted with.</summary>
    [SupplyParameterFromForm(FormName = "undo", Name = "Undo")]
    private string? UndoId { get; set; }

    private Task UndoAsync() => OnUndo.InvokeAsync(Outcome?.UndoId ?? UndoId ?? "");
}
