using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.Policy;
using MsLite.Filter;

namespace MsLite.Admin.Components.Domains;

/// <summary>Says what was done, how to do it by hand, and takes it back: instead of asking "are you sure" before.</summary>
public sealed partial class DoneToast
{
    private PolicyAnswer? _said;
    private Outcome? _outcome;

    /// <summary>Null while nothing was asked for.</summary>
    [Parameter]
    [EditorRequired]
    public PolicyAnswer? Answer { get; set; }

    /// <summary>A domain that is gone has no page of its own to bring it back from.</summary>
    private string? UndoUrl => Answer?.Path.Contains('/', StringComparison.Ordinal) == false ? AdminUrls.Domains : null;

    protected override void OnParametersSet()
    {
        if (Answer == _said)
        {
            return;
        }

        _said = Answer;
        _outcome = Answer is null ? null
            : Answer.IsDone ? Outcome.Done(PlainText.Clean(Answer.Sentence, 600), command: Answer.Command)
            : Outcome.Fault(PlainText.Clean(Answer.Sentence, 600));
    }
}
