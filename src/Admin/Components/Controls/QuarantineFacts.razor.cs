using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Quarantine.View;

namespace MsLite.Admin.Components.Controls;

/// <summary>What else is known of a refused message: attachments, authentication, defects, and what became of it before and after.</summary>
public sealed partial class QuarantineFacts
{
    [Parameter]
    [EditorRequired]
    public ReadableMessage View { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<StoryEvent> Story { get; set; } = [];

    private string Sentence(StoryEvent happened) => happened.Kind switch
    {
        StoryKind.Released when happened.Who.Length > 0 => T["Released by {0}", PlainText.Clean(happened.Who)],
        StoryKind.Released => T["Released"],
        StoryKind.ReleaseBegun => T["A release was begun, and its end is not known: the next hop may have it"],
        StoryKind.Delivered => T["Came back after {0} and was delivered", Span(happened.After)],
        StoryKind.Deferred when happened.After > TimeSpan.Zero => T["Came back after {0} and was asked to wait", Span(happened.After)],
        StoryKind.Deferred => T["Was asked to come again later"],
        _ when happened.After > TimeSpan.FromSeconds(5) => T["Came back after {0} and was refused again", Span(happened.After)],
        _ => T["Refused"],
    };

    private string Span(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => T["{0} s", (int)time.TotalSeconds],
        { TotalHours: < 2 } => T["{0} min", (int)time.TotalMinutes],
        { TotalDays: < 2 } => T["{0} h", (int)time.TotalHours],
        _ => T["{0} days", (int)time.TotalDays],
    };
}
