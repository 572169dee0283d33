using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Controls;

/// <summary>A moment in the viewer's zone: the time alone for today, with its date otherwise.</summary>
public sealed partial class Moment
{
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Time { get; set; }

    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private DateTimeOffset Local => TimeZoneInfo.ConvertTime(Time, Zone);

    private string Full => $"{Local.ToString("yyyy-MM-dd HH:mm:ss zzz", Invariant)} ({Zone.Id})";

    private string Short => Local.ToString(Local.Date == TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).Date ? "HH:mm:ss" : "d MMM HH:mm:ss", Invariant);
}
