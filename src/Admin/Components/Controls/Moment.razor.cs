using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Controls;

/// <summary>A moment in the viewer's zone: the time alone for today, with its date otherwise, and the date alone of another year.</summary>
public sealed partial class Moment
{
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Time { get; set; }

    [Inject]
    private ViewerZone Viewer { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private DateTimeOffset Local => Viewer.Local(Time);

    private string Full => $"{Local.ToString("yyyy-MM-dd HH:mm:ss zzz", Invariant)} ({Viewer.Zone.Id})";

    private string Short
    {
        get
        {
            var now = Viewer.Local(Clock.GetUtcNow());
            return Local.ToString(Local.Date == now.Date ? "HH:mm:ss" : Local.Year == now.Year ? "d MMM HH:mm:ss" : "d MMM yyyy", Invariant);
        }
    }
}
