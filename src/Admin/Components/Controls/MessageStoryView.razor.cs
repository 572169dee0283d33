using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MsLite.Filter;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Components.Controls;

/// <summary>What became of a message for one recipient: a sentence first, then what was said, other tries, and the ladder.</summary>
public sealed partial class MessageStoryView
{
    private const int MostSlow = 3;

    [Parameter]
    [EditorRequired]
    public MessageStory Story { get; set; } = null!;

    /// <summary>Whether it is the only one on the page: then its ladder stands open.</summary>
    [Parameter]
    public bool IsAlone { get; set; }

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    private JournalRow Row => Story.Row;

    private string Releaser => Story.Release is { Who.Length: > 0 } release ? PlainText.Clean(release.Who, 100) : T["somebody"];

    private double RungsMs => Story.Trace.Sum(rung => rung.Ms);

    /// <summary>Those that took a millisecond or more: of the others nobody has to know.</summary>
    private string Slowest => string.Join(", ", Story.Trace.Where(rung => rung.Ms >= 1).OrderByDescending(rung => rung.Ms).Take(MostSlow).Select(rung => $"{rung.Rung} {Ms(rung.Ms)} ms"));

    private string Time => Viewer.Local(Row.Time).ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private LocalizedString Sentence => (Row.Fate, Row.File.Length > 0, Row.NextHop.Length > 0) switch
    {
        (FateKind.Delivered, true, _) => T["Delivered on {0} to {1}, whatever else was said: the file {2} lets it in.", Time, Row.NextHop, Row.File],
        (FateKind.Delivered, _, _) => T["Delivered on {0} to {1}: nothing objected.", Time, Row.NextHop],
        (FateKind.Archived, _, true) => T["Refused on {0} by the next hop {1}: {2} The message is kept.", Time, Row.NextHop, Because],
        (FateKind.Archived, true, _) => T["Refused on {0} because: {1} The file {2} decided it. The message is kept.", Time, Because, Row.File],
        (FateKind.Archived, _, _) => T["Refused on {0} because: {1} The rung “{2}” decided it. The message is kept.", Time, Because, Row.Blocker],
        (_, true, _) => T["Deferred on {0} because: {1} The file {2} asks for it. The client has it.", Time, Because, Row.File],
        (_, _, true) => T["Deferred on {0}: the next hop {1} did not take it yet. {2} The client has it.", Time, Row.NextHop, Because],
        _ => T["Deferred on {0} because: {1} The client has it.", Time, Because],
    };

    /// <summary>With a full stop, as it stands before a sentence.</summary>
    private string Because
    {
        get
        {
            var reason = (Row.Reason.Length > 0 ? Row.Reason : Row.Reply).TrimEnd();
            return reason.EndsWith('.') || reason.EndsWith('!') || reason.EndsWith('?') ? reason : reason + ".";
        }
    }

    private static string Ms(double ms) => ms.ToString(ms < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private LocalizedString Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => T["{0} s", (int)span.TotalSeconds],
        { TotalMinutes: < 90 } => T["{0} min", (int)span.TotalMinutes],
        { TotalHours: < 36 } => T["{0} h", (int)span.TotalHours],
        _ => T["{0} days", (int)span.TotalDays],
    };
}
