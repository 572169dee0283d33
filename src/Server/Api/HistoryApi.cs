using System.Globalization;
using System.Text;
using MsLite.Filter.History;
using MsLite.Filter.Policy.Editing;
using MsLite.Mail;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>The history of the policy tree over HTTP, and its undoing.</summary>
internal sealed class HistoryApi(HistoryReader reader, HistoryUndo undo)
{
    /// <summary>Of a file's text on a list; the whole of it comes back when it is undone.</summary>
    private const int MostOfText = 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/history", (HttpContext context, HistoryApi api) => api.ListAsync(context));
        routes.MapPost("/api/v1/history/{id}/undo", (HttpContext context, string id, HistoryApi api) => api.UndoAsync(context, id));
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var request = context.Request;
        if (!Paging.TryLimit(request, HistoryQuestion.MostRows - 1, out var limit, out var fault) || !Paging.TryCursor(request, out var place, out fault))
        {
            return fault;
        }

        var after = 0L;
        if (place is not null && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return ApiProblem.BadRequest("cursor is not one that this list gave. Leave it out to begin again.");
        }

        var caller = context.Caller();
        var rows = await reader.FindAsync(
            new HistoryQuestion
            {
                Domains = caller.SeesEverything ? null : caller.Domains,
                Domain = Text(request, "domain") is { } domain ? DomainName.ToKey(domain) : null,
                Path = Text(request, "path")?.Trim('/'),
                Who = Text(request, "who"),
                After = place is null ? null : after,
                Limit = limit + 1,
            },
            context.RequestAborted);
        return TypedResults.Ok(Paging.Page(rows, limit, row => Number(row.Id), View));
    }

    private async Task<IResult> UndoAsync(HttpContext context, string id)
    {
        var caller = context.Caller();
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await reader.FindAsync(new HistoryQuestion { Id = number, Limit = 1 }, context.RequestAborted) is not [var row]
            || !caller.MaySee(row.Domain))
        {
            return ApiProblem.NotFound();
        }

        // A domain itself is for administrators to host and to give up.
        if (!(row.Path == row.Domain ? caller.ChangesEverything : caller.MayChange(row.Domain)))
        {
            return ApiProblem.Forbidden();
        }

        var (edit, names) = await undo.UndoAsync(row, caller.Name, CancellationToken.None);
        return edit.Kind switch
        {
            _ when edit.IsDone => TypedResults.Ok(new UndoneView(names)),
            PolicyEditKind.ReadOnly => ApiProblem.Forbidden(edit.Sentence),
            _ => ApiProblem.Of(StatusCodes.Status409Conflict, edit.Sentence),
        };
    }

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static HistoryView View(HistoryRow row) => new(
        Number(row.Id), Number(row.Change), row.Time, row.Who, row.Path, row.Domain, View(row.Before), View(row.After), row.Undoes == 0 ? null : Number(row.Undoes));

    private static HistoryStateView View(HistoryState state) => new(
        state.Kind, state.Bytes.Length, state.Kind is "file" or "link" ? Encoding.UTF8.GetString(state.Bytes.Span[..Math.Min(state.Bytes.Length, MostOfText)]) : null);
}

/// <summary>A change of one name of the tree.</summary>
internal sealed record HistoryView(
    string Id, string Change, DateTimeOffset Time, string Who, string Path, string Domain, HistoryStateView Before, HistoryStateView After, string? Undoes);

internal sealed record HistoryStateView(string Kind, long Size, string? Text);

/// <param name="Rows">New rows of the history.</param>
internal sealed record UndoneView(int Rows);
