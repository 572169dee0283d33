using Microsoft.AspNetCore.Components;
using MsLite.Admin.Live;
using MsLite.Filter.Live;

namespace MsLite.Admin.Components.Controls;

/// <summary>One session of the live page, drawn anew only when it has said something.</summary>
public sealed partial class LiveRow
{
    private (int Version, bool IsOpened, string Url) _drawn = (-1, false, "");

    [Parameter]
    [EditorRequired]
    public object Source { get; set; } = null!;

    /// <summary>Of the session when it is to be drawn.</summary>
    [Parameter]
    [EditorRequired]
    public int Version { get; set; }

    /// <summary>Whether its dialogue is shown.</summary>
    [Parameter]
    [EditorRequired]
    public bool IsOpened { get; set; }

    /// <summary>Where its dialogue is shown, or hidden again.</summary>
    [Parameter]
    [EditorRequired]
    public string Url { get; set; } = "";

    private LiveTalk Talk => (LiveTalk)Source;

    protected override bool ShouldRender()
    {
        var now = (Version, IsOpened, Url);
        var changed = _drawn != now;
        _drawn = now;
        return changed;
    }

    private string Line(LiveStep step) => step.Kind switch
    {
        LiveStepKind.Connect => T["came"],
        LiveStepKind.TurnedAway => T["was turned away"],
        LiveStepKind.Tls => T["speaks TLS: {0}", step.Tls],
        LiveStepKind.Verdict => T["the message was judged"],
        LiveStepKind.Close => T["ended"],
        _ => step.Argument.Length > 0 ? $"{step.Command} {step.Argument}" : step.Command,
    };
}
