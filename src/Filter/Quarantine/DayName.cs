using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Names of day directories. <c>326</c> is the 326th day of the year, 1 January being 1; a year later the same number comes again.
/// What is found there then moves to <c>2025-326</c>, where it waits for its expiry.
/// </summary>
internal static class DayName
{
    private const int DaysOfLeapYear = 366;

    /// <summary>A clock may be a little ahead of ours; and the seed counted from 0, so its directories are named a day early.</summary>
    public const int Slack = 2;

    public static string Of(DateOnly day) => day.DayOfYear.ToString(CultureInfo.InvariantCulture);

    public static string OfFormerYear(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:D4}-{day.DayOfYear}");

    /// <summary>The day a directory's name stands for: the last one of that number that is not after tomorrow.</summary>
    public static bool TryParse(string name, DateOnly today, out DateOnly day)
    {
        day = default;
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return TryParseNumber(name, out var number) && TryFindLast(Math.Max(1, number), today.AddDays(1), out day);
        }

        // A second directory that had to move to the same place is 2025-326.1.
        var numberText = name[(dash + 1)..].Split('.')[0];
        return int.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= 1970 and <= 9999
            && TryParseNumber(numberText, out var dayOfYear)
            && TryFind(year, dayOfYear, out day);
    }

    /// <summary>Whether the name is a bare number: a directory that this year's mail may use again.</summary>
    public static bool IsNumber(string name) => TryParseNumber(name, out _);

    private static bool TryParseNumber([NotNullWhen(true)] string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number <= DaysOfLeapYear
        && text!.Length == number.ToString(CultureInfo.InvariantCulture).Length;

    private static bool TryFindLast(int dayOfYear, DateOnly latest, out DateOnly day)
    {
        // Day 366 may be as far back as eight years (1896 to 1904, 2096 to 2104).
        for (var year = latest.Year; year > latest.Year - 9; year--)
        {
            if (TryFind(year, dayOfYear, out day) && day <= latest)
            {
                return true;
            }
        }

        day = default;
        return false;
    }

    private static bool TryFind(int year, int dayOfYear, out DateOnly day)
    {
        day = default;
        if (dayOfYear < 1 || dayOfYear > (DateTime.IsLeapYear(year) ? DaysOfLeapYear : DaysOfLeapYear - 1))
        {
            return false;
        }

        day = new DateOnly(year, 1, 1).AddDays(dayOfYear - 1);
        return true;
    }
}
