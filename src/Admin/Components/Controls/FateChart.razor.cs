using System.Globalization;
using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>
/// Messages over time as bars, by fate. Each fate has a pattern beside its colour, and the numbers stand in a table behind the chart. It
/// is drawn anew only when a number has changed.
/// </summary>
public sealed partial class FateChart
{
    private const double Width = 600;
    private const double Height = 120;

    private IReadOnlyList<FateCount>? _drawn;

    /// <summary>Of the page's element; the chart's parts begin with it.</summary>
    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The oldest first; all stretches of one length.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<FateCount> Counts { get; set; } = [];

    /// <summary>How a stretch's start is written: "HH:mm", "d MMM".</summary>
    [Parameter]
    [EditorRequired]
    public string Format { get; set; } = "";

    /// <summary>What stands below the last bar: "now", "today".</summary>
    [Parameter]
    [EditorRequired]
    public string Last { get; set; } = "";

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    private long Most => Counts.Count == 0 ? 0 : Counts.Max(count => count.Sum);

    // A top line that is a round number, and is not another one with every message.
    private long Top
    {
        get
        {
            long top = 4;
            while (top < Most)
            {
                top *= top < 100 && top % 10 == 0 ? 2 : 5;
            }

            return top;
        }
    }

    private double Step => Counts.Count == 0 ? Width : Width / Counts.Count;

    private string Bar => Number(Math.Max(1, Step - 2));

    private string Summary => T["{0} messages, at most {1} at a time", Whole(Counts.Sum(count => count.Sum)), Whole(Most)];

    protected override bool ShouldRender()
    {
        var changed = _drawn is null || !_drawn.SequenceEqual(Counts);
        _drawn = Counts;
        return changed;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private double Scaled(long count) => count * Height / Top;

    private string Label(DateTimeOffset time) => Viewer.Local(time).ToString(Format, CultureInfo.InvariantCulture);

    private string Sentence(FateCount count) => T["{0} delivered, {1} refused, {2} deferred", Whole(count.Delivered), Whole(count.Archived), Whole(count.Deferred)];
}
