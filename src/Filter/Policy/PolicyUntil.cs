using System.Globalization;

namespace MsLite.Filter.Policy;

/// <summary>The value of <c>until:</c>, a date or an RFC 3339 time, after which an entry counts as absent.</summary>
internal static class PolicyUntil
{
    private static readonly string[] s_times =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>The first moment at which the entry is no longer in force.</summary>
    /// <param name="zone">A date is one of the operator's days, and the whole of it counts.</param>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset end)
    {
        end = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day < DateOnly.MaxValue && TryStartOf(day.AddDays(1), zone, out end);
        }

        // RFC 3339 §5.6: "T" and "Z" may be in lower case, and a space may stand for the "T".
        var upper = text.ToUpperInvariant().Replace(' ', 'T');
        return HasOffset(upper) && DateTimeOffset.TryParseExact(upper, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out end);
    }

    /// <summary>An entry whose <c>until</c> cannot be read stays in force: forgetting a refusal, or a welcome, is the greater harm.</summary>
    public static bool IsExpired(PolicyBody body, TimeProvider time) =>
        body["until"] is { } text && TryParse(text, time.LocalTimeZone, out var end) && time.GetUtcNow() >= end;

    private static bool TryStartOf(DateOnly day, TimeZoneInfo zone, out DateTimeOffset start)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Some zones begin summer time at midnight: that hour does not exist, and the day begins an hour later.
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        start = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
        return true;
    }

    /// <summary>RFC 3339 §5.6: without an offset a time is nobody's, and is not accepted.</summary>
    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
