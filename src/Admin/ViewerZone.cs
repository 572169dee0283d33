using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace MsLite.Admin;

/// <summary>
/// The time zone of who looks at the panel: the browser says it by a cookie (wwwroot/app.js), and a page that becomes interactive takes it along.
/// Universal time until the browser has said it.
/// </summary>
public sealed class ViewerZone(IHttpContextAccessor requests)
{
    internal const string CookieName = "mslite-zone";

    private TimeZoneInfo? _zone;

    /// <summary>The IANA name that the browser gave, when it can be one.</summary>
    [PersistentState]
    public string? Name
    {
        get => field ??= Checked(requests.HttpContext?.Request.Cookies[CookieName]);
        set => field = Checked(value);
    }

    public TimeZoneInfo Zone => _zone ??= Name is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    // The system looks names up as files: a name from outside must not lead anywhere else.
    private static string? Checked(string? name) =>
        name is { Length: > 0 and <= 64 } && name[0] != '/' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '/') ? name : null;
}
