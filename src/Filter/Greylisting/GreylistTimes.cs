using System.Globalization;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Greylisting;

/// <summary>How long greylisting waits and remembers, from the body of its switch.</summary>
/// <param name="Delay">A retry before it is still too early.</param>
/// <param name="Window">A retry after it is a first try again.</param>
/// <param name="Pass">Who has come back is not asked again for so long after the last message.</param>
internal sealed record GreylistTimes(TimeSpan Delay, TimeSpan Window, TimeSpan Pass)
{
    public static readonly GreylistTimes Default = new(TimeSpan.FromSeconds(60), TimeSpan.FromHours(8), TimeSpan.FromDays(35));

    /// <summary>In the body.</summary>
    public static readonly IReadOnlyList<CheckParameter> Parameters =
    [
        new("delay", "60s", "A retry before it is too early; 60 seconds without the line."),
        new("window", "8h", "A retry after it is a first try again; 8 hours without the line."),
        new("pass", "35d", "How long one is known after the last message; 35 days without the line."),
    ];

    public static GreylistTimes Of(PolicyBody body) => new(
        Parse(body["delay"]) ?? Default.Delay, Parse(body["window"]) ?? Default.Window, Parse(body["pass"]) ?? Default.Pass);

    /// <summary>"90", "90s", "5m", "8h" or "35d", at most ten years; null for anything else.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var unit = text[^1] switch { 'm' or 'M' => 60, 'h' or 'H' => 3600, 'd' or 'D' => 86400, _ => 1 };
        var number = char.IsAsciiDigit(text[^1]) ? text : unit > 1 || text[^1] is 's' or 'S' ? text[..^1].TrimEnd() : "";
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 3650L * 86400 / unit
            ? TimeSpan.FromSeconds(count * unit)
            : null;
    }
}
