using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Filter;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Pages;

/// <summary>What this program is, which version of it, and whose work it stands on.</summary>
public sealed partial class AboutPage
{
    private static readonly DateTimeOffset s_started = new(Process.GetCurrentProcess().StartTime);

    private bool _seesEverything;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    private static string Version { get; } =
        typeof(AboutPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static string Runtime => RuntimeInformation.FrameworkDescription;

    private static string System => $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.OSArchitecture}";

    private static DateTimeOffset Started => s_started;

    protected override void OnInitialized() => _seesEverything = Http.User.Caller()?.SeesEverything == true;
}
