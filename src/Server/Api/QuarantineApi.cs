using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>The archive over HTTP: refused mail, found, shown, released and removed.</summary>
internal sealed class QuarantineApi(QuarantineSearch search, VisibleCopies copies, QuarantineStore store, CopyActs acts, WelcomeByApi welcome)
{
    private const string Address = "/api/v1/quarantine/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/quarantine", (HttpContext context, QuarantineApi api) => api.ListAsync(context));
        routes.MapGet("/api/v1/quarantine/facets", (HttpContext context, QuarantineApi api) => api.CountAsync(context));
        routes.MapGet(Address, (HttpContext context, string id, QuarantineApi api) => api.GetAsync(context, id));
        routes.MapDelete(Address, (HttpContext context, string id, QuarantineApi api) => api.DeleteAsync(context, id));
        routes.MapGet(Address + "/raw", (HttpContext context, string id, QuarantineApi api) => api.RawAsync(context, id));
        routes.MapPost(Address + "/release", (HttpContext context, string id, QuarantineApi api) => api.ReleaseAsync(context, id)).AddEndpointFilter<IdempotencyFilter>();
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var request = context.Request;
        if (!Paging.TryLimit(request, QuarantineQuestion.MostRows - 1, out var limit, out var fault)
            || !Paging.TryCursor(request, out var place, out fault)
            || !QuarantineFilter.TryRead(request, out var question, out fault))
        {
            return fault;
        }

        long? after = null;
        if (place is not null)
        {
            if (!long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            {
                return ApiProblem.BadRequest("cursor is not one that this list gave. Leave it out to begin again.");
            }

            after = key;
        }

        var caller = context.Caller();
        var visible = caller.SeesEverything ? null : caller.Domains;
        var hits = await search.FindAsync(question with { VisibleDomains = visible, After = after, Limit = limit + 1 }, context.RequestAborted);
        return TypedResults.Ok(await PageAsync(hits, limit, context.RequestAborted));
    }

    private async Task<IResult> CountAsync(HttpContext context)
    {
        if (!QuarantineFilter.TryRead(context.Request, out var question, out var fault))
        {
            return fault;
        }

        var caller = context.Caller();
        var visible = caller.SeesEverything ? null : caller.Domains;
        return TypedResults.Ok(await search.CountAsync(question with { VisibleDomains = visible }, context.RequestAborted));
    }

    private async Task<PageOf<QuarantineView>> PageAsync(IReadOnlyList<QuarantineHit> hits, int limit, CancellationToken ct)
    {
        var views = new List<QuarantineView>();
        foreach (var hit in hits.Take(limit))
        {
            if (await search.CompleteAsync(hit, ct) is { } entry)
            {
                views.Add(View(entry));
            }
        }

        return new(views, hits.Count > limit ? Paging.Cursor(hits[limit - 1].Key.ToString(CultureInfo.InvariantCulture)) : null);
    }

    private async Task<IResult> GetAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not [var first, ..] found)
        {
            return ApiProblem.NotFound();
        }

        return TypedResults.Ok(new QuarantineMessageView(
            first.Id ?? first.FileName, first.Time, first.From, first.Subject, first.Reason, first.Blocker, first.File, first.Trace, [.. found.Select(View)]));
    }

    /// <summary>The bytes as they were received. Nobody's browser is to show them: they may be anything.</summary>
    private async Task<IResult> RawAsync(HttpContext context, string id)
    {
        try
        {
            if (await FindAsync(context, id) is not [var first, ..] || await store.TryOpenOriginalAsync(first, context.RequestAborted) is not { } original)
            {
                return ApiProblem.NotFound();
            }

            context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            // The name is ours: a reference or one of our files' names, never the sender's words.
            return TypedResults.Stream(original, "message/rfc822", $"{Reference(first)}.eml");
        }
        catch (InvalidDataException error)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, error.Message);
        }
    }

    private async Task<IResult> ReleaseAsync(HttpContext context, string id)
    {
        var content = await RequestContent.JsonAsync<ReleaseRequest>(context.Request);
        if (content.IsWrong)
        {
            return ApiProblem.BadRequest("The content must be a JSON object such as {\"again\": true} or {\"whitelist\": \"sender\"} (or \"domain\", \"ip\"), or nothing.");
        }

        var (changeable, fault) = await FindForChangeAsync(context, id);
        if (fault is not null)
        {
            return fault;
        }

        // First, so that a next hop that is down does not keep the sender's next message out too.
        var whitelisted = await welcome.AddAsync(context, changeable, content.Value?.Whitelist);
        var outcomes = new List<ReleaseOutcome>();
        foreach (var copy in changeable)
        {
            outcomes.Add(await acts.ReleaseAsync(copy, context.Caller().Name, again: content.Value?.Again == true));
        }

        var views = outcomes.ConvertAll(View);
        if (views.TrueForAll(view => view.Released))
        {
            return TypedResults.Ok(new ReleaseListView(id, views, whitelisted));
        }

        // Where nothing was sent at all the request may be repeated, with its key too.
        var status = outcomes.TrueForAll(outcome => outcome.IsFault) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict;
        return TypedResults.Problem(
            string.Join(' ', views.Where(view => !view.Released).Select(view => $"{view.Recipient}: {view.Text}")), statusCode: status, title: ReasonPhrases.GetReasonPhrase(status),
            extensions: new Dictionary<string, object?> { ["copies"] = views, ["whitelisted"] = whitelisted });
    }

    private async Task<IResult> DeleteAsync(HttpContext context, string id)
    {
        var (changeable, fault) = await FindForChangeAsync(context, id);
        if (fault is not null)
        {
            return fault;
        }

        foreach (var copy in changeable)
        {
            acts.Delete(copy);
        }

        return TypedResults.NoContent();
    }

    /// <summary>The copies that are still there and that the caller may see.</summary>
    private Task<IReadOnlyList<QuarantineEntry>> FindAsync(HttpContext context, string id) =>
        copies.FindAsync(context.Caller(), id, recipient: null, context.RequestAborted);

    private async Task<(IReadOnlyList<QuarantineEntry> Copies, IResult? Fault)> FindForChangeAsync(HttpContext context, string id)
    {
        var seen = await FindAsync(context, id);
        var changeable = VisibleCopies.Changeable(context.Caller(), seen);
        return (changeable, seen.Count == 0 ? ApiProblem.NotFound() : changeable.Count == 0 ? ApiProblem.Forbidden() : null);
    }

    private static string Reference(QuarantineEntry entry) => entry.Id ?? entry.FileName;

    private static ReleaseView View(ReleaseOutcome outcome) => new(
        outcome.Recipient, outcome.IsReleased, outcome.Text.Replace("--again", "\"again\": true", StringComparison.Ordinal), outcome.Warning.Length > 0 ? outcome.Warning : null);

    private static QuarantineView View(QuarantineEntry entry) => new(
        Reference(entry), entry.Day, entry.Domain, entry.Time, entry.From, entry.Recipient, entry.Ip, entry.Host, entry.Helo, entry.Subject, entry.MessageId,
        entry.Reason, entry.Blocker, entry.File, entry.FileName, entry.Size, entry.Sha256, entry.Trace);
}

/// <param name="Again">Also copies that were released before.</param>
/// <param name="Whitelist">By which identity the sender is let in from now on; null leaves the policy alone.</param>
internal sealed record ReleaseRequest(bool Again = false, WelcomeKind? Whitelist = null);
