using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Search;
using MsLite.Mail;

namespace MsLite.Admin.Components.Pages;

/// <summary>What the address of the quarantine's list says: what is asked for, which page of it, and at which row one is.</summary>
public sealed record QuarantineAddress
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    public string? Words { get; init; }

    public string? Domain { get; init; }

    /// <summary>A day directory, or "today" or "yesterday".</summary>
    public string? Day { get; init; }

    /// <summary>Words of the reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The rung that refused.</summary>
    public string? Blocker { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }

    public string? Ip { get; init; }

    public bool? IsSeen { get; init; }

    public bool? IsReleased { get; init; }

    /// <summary>Key of the last row of the page before.</summary>
    public long? Cursor { get; init; }

    /// <summary>Key of the first row of the page behind; for the way back.</summary>
    public long? NewerThan { get; init; }

    /// <summary>Key of the row that one is at.</summary>
    public long? Selected { get; init; }

    public bool IsFirstPage => Cursor is null && NewerThan is null;

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsNarrowed => FirstPage != new QuarantineAddress();

    /// <summary>The same question, from its beginning.</summary>
    public QuarantineAddress FirstPage => this with { Cursor = null, NewerThan = null, Selected = null };

    /// <summary>Path and query.</summary>
    public string Url => QueryHelpers.AddQueryString(
        AdminUrls.Quarantine,
        Pairs.Concat([new("cursor", Text(Cursor)), new("newer", Text(NewerThan)), new("selected", Text(Selected))]).Where(pair => pair.Value is not null));

    /// <summary>What narrows the list, as the query's names and values; null for what does not.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Pairs =>
    [
        new("q", Words), new("domain", Domain), new("day", Day), new("blocker", Blocker), new("sender", Sender), new("reason", Reason),
        new("recipient", Recipient), new("ip", Ip), new("seen", Text(IsSeen)), new("released", Text(IsReleased)),
    ];

    /// <param name="uri">Absolute. What it says wrongly is left out.</param>
    public static QuarantineAddress Of(string uri) => OfQuery(new Uri(uri).Query);

    /// <param name="text">A query by itself; null and what it says wrongly is left out.</param>
    public static QuarantineAddress OfQuery(string? text)
    {
        var query = QueryHelpers.ParseQuery(text);
        return new QuarantineAddress
        {
            Words = Get("q"),
            Domain = Get("domain") is { } domain ? DomainName.ToKey(domain) : null,
            Day = Get("day"),
            Reason = Get("reason"),
            Blocker = Get("blocker"),
            Sender = Get("sender"),
            Recipient = Get("recipient"),
            Ip = Get("ip"),
            IsSeen = Flag("seen"),
            IsReleased = Flag("released"),
            Cursor = Number("cursor"),
            NewerThan = Number("newer"),
            Selected = Number("selected"),
        };

        string? Get(string name) => query.TryGetValue(name, out var values) && values[^1]?.Trim() is { Length: > 0 and <= 1000 } text ? text : null;

        bool? Flag(string name) => bool.TryParse(Get(name), out var flag) ? flag : null;

        long? Number(string name) => long.TryParse(Get(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The address with one part of it set, or without it; on its first page.</summary>
    public QuarantineAddress With(string name, string? value)
    {
        var first = FirstPage;
        return name switch
        {
            "q" => first with { Words = value },
            "domain" => first with { Domain = value },
            "day" => first with { Day = value },
            "reason" => first with { Reason = value },
            "blocker" => first with { Blocker = value },
            "sender" => first with { Sender = value },
            "recipient" => first with { Recipient = value },
            "ip" => first with { Ip = value },
            "seen" => first with { IsSeen = value is null ? null : value == "true" },
            "released" => first with { IsReleased = value is null ? null : value == "true" },
            _ => first,
        };
    }

    /// <summary>Where one of the list's copies is opened: the list, and the place in it, come along.</summary>
    public string MessageUrl(QuarantineHit hit) => MessageUrl(hit, show: null);

    /// <param name="show">How it is looked at; null for the usual way.</param>
    public string MessageUrl(QuarantineHit hit, string? show)
    {
        var here = (this with { Selected = hit.Key }).Url;
        KeyValuePair<string, string?>[] pairs = [new("recipient", hit.Entry.Recipient), new("show", show), new("list", here[(here.IndexOf('?', StringComparison.Ordinal) + 1)..])];
        return QueryHelpers.AddQueryString(AdminUrls.QuarantineMessage(hit.Entry.Id ?? hit.Entry.FileName), pairs.Where(pair => pair.Value is not null));
    }

    /// <summary>One row more than the page has: it says whether there is a next page.</summary>
    /// <param name="caller">Null for nobody, who finds nothing.</param>
    public QuarantineQuestion QuestionFor(Caller? caller) => new()
    {
        VisibleDomains = caller is null ? [] : caller.SeesEverything ? null : [.. caller.Domains],
        Words = Words,
        Domain = Domain,
        Day = Day,
        Reason = Reason,
        Blocker = Blocker,
        Sender = Sender,
        Recipient = Recipient,
        Ip = Ip,
        IsSeen = IsSeen,
        IsReleased = IsReleased,
        After = Cursor,
        NewerThan = Cursor is null ? NewerThan : null,
        Limit = PageSize + 1,
    };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(bool? flag) => flag is null ? null : flag.Value ? "true" : "false";
}
