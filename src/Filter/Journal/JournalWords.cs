using System.Globalization;
using System.Net;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Filter.Journal;

/// <summary>
/// Understands what a person types who asks where a message is: a reference, an address, a client, a day or a time of day are what they look
/// like, anything else is a part of whatever the journal knows.
/// </summary>
public static class JournalWords
{
    /// <summary>Some words of sixteen letters are spelled like references, of other times.</summary>
    private const int FirstYear = 2020;

    /// <param name="question">What is asked besides.</param>
    /// <param name="typed">Words, all of which must hold; those in quotation marks stand together.</param>
    /// <param name="now">In the viewer's zone, whose days and hours are meant.</param>
    public static JournalQuestion Read(JournalQuestion question, string? typed, DateTimeOffset now, TimeZoneInfo zone)
    {
        var parts = new List<string>();
        var addresses = new List<string>();
        DateOnly? day = null;
        (TimeOnly From, TimeSpan Span)? time = null;
        foreach (var word in SearchWords.Of(typed))
        {
            var bare = word.Trim('[', ']', ',', ';');
            if (Reference.TryGetTime(bare, out var made) && made.Year is >= FirstYear and < FirstYear + 100)
            {
                question = question with { Id = bare.ToLowerInvariant() };
            }
            else if (IsAddressOfClient(bare, out var client))
            {
                question = question with { Client = client };
            }
            else if (TryDay(bare, now, out var its))
            {
                day = its;
            }
            else if (TryTime(bare, out var at))
            {
                time = at;
            }
            else if (IsMailbox(bare) && AddressText.Parse(bare)?.Key is { } address)
            {
                addresses.Add(address);
            }
            else if (word is not "ref" and not "[ref")
            {
                parts.Add(word);
            }
        }

        return Within(question with { Parts = parts, Addresses = addresses }, day, time, now, zone);
    }

    /// <summary>Numbers alone are addresses to the system's parser, and to nobody else.</summary>
    private static bool IsAddressOfClient(string word, out string client)
    {
        var isOne = IPAddress.TryParse(word, out var ip) && (word.Contains(':', StringComparison.Ordinal) || word.Count(c => c == '.') == 3) && !TryTime(word, out _);
        client = isOne ? ip!.ToString() : "";
        return isOne;
    }

    /// <summary>A whole one: with a dot in its domain, and not in the angle brackets of a Message-ID.</summary>
    private static bool IsMailbox(string word) =>
        word.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && word[0] != '<' && word.IndexOf('.', at) > at + 1 && word[^1] != '.';

    private static bool TryDay(string word, DateTimeOffset now, out DateOnly day)
    {
        day = DateOnly.FromDateTime(now.DateTime);
        switch (word.ToLowerInvariant())
        {
            case "today":
                return true;
            case "yesterday":
                day = day.AddDays(-1);
                return true;
            default:
                return DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
        }
    }

    /// <summary>"14:02" is that minute, "14:02:11" that second.</summary>
    private static bool TryTime(string word, out (TimeOnly From, TimeSpan Span) time)
    {
        time = (default, TimeSpan.FromMinutes(1));
        if (TimeOnly.TryParseExact(word, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
        {
            time.From = minute;
            return true;
        }

        time.Span = TimeSpan.FromSeconds(1);
        return TimeOnly.TryParseExact(word, ["HH:mm:ss", "H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time.From);
    }

    /// <summary>A time without a day is the last one that has been.</summary>
    private static JournalQuestion Within(JournalQuestion question, DateOnly? day, (TimeOnly From, TimeSpan Span)? time, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (day is null && time is null)
        {
            return question;
        }

        var today = DateOnly.FromDateTime(now.DateTime);
        var its = day ?? (time!.Value.From > TimeOnly.FromDateTime(now.DateTime) ? today.AddDays(-1) : today);
        var from = Moment(its.ToDateTime(time?.From ?? TimeOnly.MinValue), zone);
        var to = time is { } span ? from + span.Span : Moment(its.AddDays(1).ToDateTime(TimeOnly.MinValue), zone);
        return question with
        {
            From = question.From is { } after && after > from ? after : from,
            To = question.To is { } before && before < to ? before : to,
        };
    }

    /// <summary>An hour that the clocks leave out is the one behind it.</summary>
    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone) =>
        new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
}
