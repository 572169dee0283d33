using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Mail;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>The message journal over HTTP: what became of every message, for each of its recipients, newest first.</summary>
internal static class MessagesApi
{
    private static readonly string[] s_verdicts = ["delivered", "refused", "deferred"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/messages", FindAsync);

    private static async Task<IResult> FindAsync(HttpContext context, JournalReader journal)
    {
        var request = context.Request;
        if (!Paging.TryLimit(request, JournalQuestion.MostRows - 1, out var limit, out var fault) || !Paging.TryCursor(request, out var place, out fault))
        {
            return fault;
        }

        JournalCursor? after = null;
        if (place is not null && !JournalCursor.TryParse(place, out after))
        {
            return ApiProblem.BadRequest("cursor is not one that this list gave. Leave it out to begin again.");
        }

        if (!TryTime(request, "since", out var since) || !TryTime(request, "until", out var until))
        {
            return ApiProblem.BadRequest("since and until must be RFC 3339 times, such as 2026-11-22T18:00:00Z.");
        }

        var verdict = Text(request, "verdict");
        if (verdict is not null && !s_verdicts.Contains(verdict))
        {
            return ApiProblem.BadRequest("verdict must be delivered, refused or deferred.");
        }

        var caller = context.Caller();
        var rows = await journal.FindAsync(
            new JournalQuestion
            {
                Domains = caller.SeesEverything ? null : caller.Domains,
                Domain = Text(request, "domain") is { } domain ? DomainName.ToKey(domain) : null,
                Sender = Address(Text(request, "from")),
                Recipient = Address(Text(request, "to")),
                Client = Text(request, "client"),
                Id = Text(request, "id"),
                Fate = verdict is null ? null : FateKindExtensions.OfWord(verdict),
                From = since,
                To = until,
                After = after,
                Limit = limit + 1,
            },
            context.RequestAborted);
        return TypedResults.Ok(Paging.Page(rows, limit, Place, View));
    }

    private static string Place(JournalRow row) => JournalCursor.Of(row).ToString();

    private static bool TryTime(HttpRequest request, string name, out DateTimeOffset? time)
    {
        time = null;
        if (Text(request, name) is not { } text)
        {
            return true;
        }

        var good = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = good ? parsed : null;
        return good;
    }

    /// <summary>In the journal's spelling; "&lt;&gt;" is the null return path.</summary>
    private static string? Address(string? text) => text is null ? null
        : text == "<>" ? ""
        : AddressText.Parse(text)?.Key ?? text.ToLowerInvariant();

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static MessageView View(JournalRow row) => new(
        row.Id, row.Time, row.Fate.Word(), row.Sender, row.Recipient, row.Domain, row.Client, row.ClientName, row.Helo, row.Subject, row.MessageId, row.Size,
        row.Reason, Known(row.Blocker), Known(row.File), row.Reply, Known(row.NextHop), row.Ms, row.Authentication, Json(row.Facts), Json(row.Trace));

    private static string? Known(string text) => text.Length > 0 ? text : null;

    /// <summary>A trace of an earlier version that cannot be read is left out.</summary>
    private static JsonNode? Json(string text)
    {
        try
        {
            return text.Length > 0 ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
