using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>One thing done with many refused messages, named one by one or by a search: what an errand of the panel does, at once and with each copy's result.</summary>
internal sealed class ErrandsApi(ErrandDesk desk, QuarantineSearch search, VisibleCopies copies)
{
    /// <summary>Messages named in one request.</summary>
    private const int MostIds = 500;

    /// <summary>Of these, names of files, by which copies of the program's forerunner are known.</summary>
    private const int MostFiles = 20;

    private const string Hint = "The content must be a JSON object such as {\"act\": \"release\", \"ids\": [\"01kar5v3q8x2b7mf\"]}; act is release, delete, seen or unseen, and \"whitelist\" (sender, domain or ip) goes with a release only.";

    private static readonly string[] s_paging = ["limit", "cursor"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/quarantine/errands", (HttpContext context, ErrandsApi api) => api.DoAsync(context)).AddEndpointFilter<IdempotencyFilter>();

    private async Task<IResult> DoAsync(HttpContext context)
    {
        if (context.Caller().Role == Role.Viewer)
        {
            return ApiProblem.Forbidden();
        }

        if ((await RequestContent.JsonAsync<ErrandRequest>(context.Request)).Value is not { Act: { } act } wanted || (wanted.Whitelist is not null && act != ErrandAct.Release))
        {
            return ApiProblem.BadRequest(Hint);
        }

        var isSearch = context.Request.Query.Count > 0;
        return (wanted.Ids, isSearch) switch
        {
            ({ Count: > 0 } ids, false) => await DoNamedAsync(context, wanted, ids),
            (null or { Count: 0 }, true) => await DoFoundAsync(context, wanted),
            _ => ApiProblem.BadRequest("Say which messages: by \"ids\" in the content, or by the parameters of the list of refused mail, such as ?domain=example.com&q=offer; not by both."),
        };
    }

    private async Task<IResult> DoNamedAsync(HttpContext context, ErrandRequest wanted, IReadOnlyList<string> ids)
    {
        if (ids.Count > MostIds)
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"ids holds {ids.Count} names; {MostIds} at a time are the most.");
        }

        if (ids.Count(id => !Reference.TryGetTime(id, out _)) > MostFiles)
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"More than {MostFiles} of the ids are no references. A file's name is looked for in every day's index, so name fewer of them at a time.");
        }

        var found = new List<QuarantineEntry>();
        var unknown = new List<ErrandResultView>();
        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var its = await copies.FindAsync(context.Caller(), id, recipient: null, context.RequestAborted);
            found.AddRange(its);
            if (its.Count == 0)
            {
                unknown.Add(new ErrandResultView(PlainText.Clean(id), "", "", Done: false, "There is no such message, or none that you may see."));
            }
        }

        return found.Count > Errand.MostResults
            ? ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"These messages have {found.Count} copies; {Errand.MostResults} at a time are the most.")
            : await AnswerAsync(context, wanted, found, unknown, next: null);
    }

    private async Task<IResult> DoFoundAsync(HttpContext context, ErrandRequest wanted)
    {
        var request = context.Request;
        if (!TryQuestion(request, out var question, out var limit, out var fault))
        {
            return fault;
        }

        var caller = context.Caller();
        var hits = await search.FindAsync(question with { VisibleDomains = caller.SeesEverything ? null : caller.Domains, Limit = limit + 1 }, context.RequestAborted);
        var found = new List<QuarantineEntry>();
        foreach (var hit in hits.Take(limit))
        {
            if (await search.CompleteAsync(hit, context.RequestAborted) is { } entry)
            {
                found.Add(entry);
            }
        }

        return await AnswerAsync(context, wanted, found, [], hits.Count > limit ? Paging.Cursor(hits[limit - 1].Key.ToString(CultureInfo.InvariantCulture)) : null);
    }

    /// <summary>A parameter with a slip in its name would make the search wider than was meant, and what is deleted does not come back.</summary>
    private static bool TryQuestion(HttpRequest request, [NotNullWhen(true)] out QuarantineQuestion? question, out int limit, [NotNullWhen(false)] out IResult? fault)
    {
        (question, limit) = (null, 0);
        if (request.Query.Keys.FirstOrDefault(name => !QuarantineFilter.Names.Contains(name) && !s_paging.Contains(name)) is { } unknown)
        {
            fault = ApiProblem.BadRequest($"There is no parameter \"{PlainText.Clean(unknown)}\". Those there are: {string.Join(", ", QuarantineFilter.Names.Concat(s_paging))}.");
            return false;
        }

        if (!QuarantineFilter.Names.Any(name => request.Query[name].ToString().Length > 0))
        {
            fault = ApiProblem.BadRequest("Narrow the search by at least one parameter, such as domain: nothing is done with all mail at once by mistake.");
            return false;
        }

        long after = 0;
        if (!Paging.TryLimit(request, QuarantineQuestion.MostRows - 1, out limit, out fault)
            || !Paging.TryCursor(request, out var place, out fault)
            || !QuarantineFilter.TryRead(request, out question, out fault))
        {
            return false;
        }

        if (place is not null && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            fault = ApiProblem.BadRequest("cursor is not one that this list gave. Leave it out to begin again.");
            return false;
        }

        question = question with { After = place is null ? null : after };
        return true;
    }

    /// <summary>What is only to be seen is among the results too, as not done: nobody is to think that it was.</summary>
    private async Task<IResult> AnswerAsync(
        HttpContext context, ErrandRequest wanted, List<QuarantineEntry> found, List<ErrandResultView> unknown, string? next)
    {
        var caller = context.Caller();
        var errand = await desk.DoAsync(caller, Kind(wanted.Act!.Value), found, wanted.Whitelist);
        var results = errand.Results.Select(result => new ErrandResultView(result.Id, result.Recipient, result.Subject, result.IsDone, result.Text)).ToList();
        results.AddRange(unknown);
        results.AddRange(found.Where(copy => !caller.MayChange(copy.Domain)).Select(copy => NotDone(copy, "You may see this, but not change it.")));
        var missing = found.Where(copy => caller.MayChange(copy.Domain)).Skip((int)errand.Reached);
        results.AddRange(missing.Select(copy => NotDone(copy, "It was not reached in time and is as it was. Ask again for it.")));
        return TypedResults.Ok(new ErrandView(wanted.Act.Value, results.Count(result => result.Done), results.Count(result => !result.Done), results, next));
    }

    private static ErrandResultView NotDone(QuarantineEntry copy, string why) =>
        new(copy.Id ?? copy.FileName, PlainText.Clean(copy.Recipient), PlainText.Clean(copy.Subject), Done: false, why);

    private static ErrandKind Kind(ErrandAct act) => act switch
    {
        ErrandAct.Release => ErrandKind.Release,
        ErrandAct.Delete => ErrandKind.Delete,
        ErrandAct.Seen => ErrandKind.MarkSeen,
        _ => ErrandKind.MarkUnseen,
    };
}

/// <param name="Ids">References; null when the address's parameters search.</param>
/// <param name="Whitelist">With a release: by which identity the senders are let in from now on.</param>
internal sealed record ErrandRequest(ErrandAct? Act, IReadOnlyList<string>? Ids, WelcomeKind? Whitelist);

/// <summary>What can be done with many, in one word.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<ErrandAct>))]
internal enum ErrandAct
{
    Release,
    Delete,
    Seen,
    Unseen,
}

/// <param name="Done">Copies with which it was done.</param>
/// <param name="Failed">Copies, and names without one, with which it was not.</param>
/// <param name="Results">Those that failed first.</param>
/// <param name="Next">The parameter cursor for those behind; null when there are none.</param>
internal sealed record ErrandView(ErrandAct Act, int Done, int Failed, IReadOnlyList<ErrandResultView> Results, string? Next);

/// <param name="Text">A sentence: what was done, or why not.</param>
internal sealed record ErrandResultView(string Id, string Recipient, string Subject, bool Done, string Text);
