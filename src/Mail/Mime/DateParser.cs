using System.Globalization;

namespace MsLite.Mail.Mime;

/// <summary>Reads a Date field (RFC 5322 §3.3, and §4.3 for what old programs write). The day of the week is not compared.</summary>
public static class DateParser
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, int> s_zoneHours = new(StringComparer.OrdinalIgnoreCase)
    {
        // RFC 5322 §4.3. The one-letter zones were specified wrongly once, so they mean nothing: +0000.
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,

        // Not in the RFC, but frequent.
        ["AST"] = -4,
        ["ADT"] = -3,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["MET"] = 1,
        ["MEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["BST"] = 1,
        ["WEST"] = 1,
        ["MSK"] = 3,
        ["JST"] = 9,
    };

    /// <summary>The moment, with the offset it was written in; false when no date can be made out.</summary>
    public static bool TryParse(string text, out DateTimeOffset date)
    {
        date = default;
        var tokens = Tokens(text);
        var at = HasDayOfWeek(tokens) ? 1 : 0;
        if (tokens.Count < at + 3 || !TryDay(tokens, ref at, out var day, out var month))
        {
            return false;
        }

        // "Tue Jan  2 03:04:05 2024 +0100": asctime puts the year behind the time.
        var isAsctime = tokens[at].Contains(':', StringComparison.Ordinal);
        var yearAt = isAsctime ? at + 1 : at;
        var timeAt = isAsctime ? at : at + 1;
        if (yearAt >= tokens.Count || !TryYear(tokens[yearAt], out var year) || !TryTime(timeAt < tokens.Count ? tokens[timeAt] : "0:0", out var time))
        {
            return false;
        }

        return TryMake(year, month, day, time, Zone(at + 2 < tokens.Count ? tokens[at + 2] : ""), out date);
    }

    private static List<string> Tokens(string text)
    {
        var bare = text.Contains('(', StringComparison.Ordinal) ? WithoutComments(text) : text;
        return [.. bare.Split([' ', '\t', ',', '\r', '\n'], 12, StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string WithoutComments(string text)
    {
        var result = new System.Text.StringBuilder();
        var ignored = false;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '(')
            {
                AddressComment.Read(text, ref at, ref ignored);
                result.Append(' ');
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    /// <summary>In any language: "Mar" is a Tuesday where a month follows behind the day.</summary>
    private static bool HasDayOfWeek(List<string> tokens) =>
        tokens.Count > 2 && !char.IsAsciiDigit(tokens[0][0]) && (!IsMonth(tokens[0]) || IsMonth(tokens[2]));

    private static bool IsMonth(string token) => Month(token) > 0;

    private static int Month(string token) =>
        token.Length < 3 ? 0 : Array.IndexOf(s_months, token[..3].ToLowerInvariant()) + 1;

    /// <summary>"2 Jan", "2-Jan-2024" or "Jan 2"; leaves <paramref name="at"/> at the next token.</summary>
    private static bool TryDay(List<string> tokens, ref int at, out int day, out int month)
    {
        if (tokens[at].Contains('-', StringComparison.Ordinal) && tokens[at].Split('-') is [var d, var m, var y])
        {
            tokens[at] = d;
            tokens.Insert(at + 1, m);
            tokens.Insert(at + 2, y);
        }

        var isMonthFirst = IsMonth(tokens[at]);
        month = Month(tokens[isMonthFirst ? at : at + 1]);
        var isDay = TryNumber(tokens[isMonthFirst ? at + 1 : at], out day);
        at += 2;
        return isDay && month > 0 && at < tokens.Count;
    }

    private static bool TryYear(string token, out int year)
    {
        if (!TryNumber(token, out year))
        {
            return false;
        }

        // RFC 5322 §4.3: 00–49 are of this century, 50–99 and three digits count from 1900.
        year += token.Length switch { 2 when year < 50 => 2000, 2 or 3 => 1900, _ => 0 };
        return year is >= 1900 and <= 9998;
    }

    private static bool TryTime(string token, out TimeSpan time)
    {
        time = default;
        var parts = token.Split(':', '.');
        var second = 0;
        if (parts.Length < 2 || !TryNumber(parts[0], out var hour) || !TryNumber(parts[1], out var minute)
            || (parts.Length > 2 && !TryNumber(parts[2], out second)))
        {
            return false;
        }

        // RFC 5322 §3.3: second 60 is a leap second; it becomes the next minute.
        time = new TimeSpan(hour, minute, second);
        return hour < 24 && minute < 60 && second <= 60;
    }

    private static int Zone(string token)
    {
        if (token.Length == 5 && token[0] is '+' or '-' && TryNumber(token[1..], out var number) && number % 100 < 60)
        {
            var minutes = ((number / 100) * 60) + (number % 100);
            return token[0] == '-' ? -minutes : minutes;
        }

        return s_zoneHours.TryGetValue(token, out var hours) ? hours * 60 : 0;
    }

    private static bool TryMake(int year, int month, int day, TimeSpan time, int zoneMinutes, out DateTimeOffset date)
    {
        date = default;
        if (day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + time;

        // .NET knows offsets up to 14 hours only; the moment is right all the same.
        date = Math.Abs(zoneMinutes) <= 14 * 60
            ? new DateTimeOffset(local, TimeSpan.FromMinutes(zoneMinutes))
            : new DateTimeOffset(local.AddMinutes(-zoneMinutes), TimeSpan.Zero);
        return true;
    }

    private static bool TryNumber(string token, out int number) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out number) && token.Length <= 4;
}
