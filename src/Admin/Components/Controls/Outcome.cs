namespace MsLite.Admin.Components.Controls;

/// <summary>What came of something that was just done on a page, for <see cref="Said"/>. Each is a new one, even with the same words.</summary>
public sealed class Outcome
{
    private Outcome(string text, bool isFault, string? undoId) => (Text, IsFault, UndoId) = (text, isFault, undoId);

    /// <summary>A full sentence.</summary>
    public string Text { get; }

    /// <summary>Whether it did not happen.</summary>
    public bool IsFault { get; }

    /// <summary>The shell command that does the same; empty when there is none.</summary>
    public string Command { get; private init; } = "";

    /// <summary>What the button "Undo" sends; null when it cannot be taken back.</summary>
    public string? UndoId { get; }

    public static Outcome Done(string text, string? undoId = null, string command = "") => new(text, isFault: false, undoId) { Command = command };

    public static Outcome Fault(string text) => new(text, isFault: true, undoId: null);
}
