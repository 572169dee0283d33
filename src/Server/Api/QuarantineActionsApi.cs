using MsLite.Filter;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.View;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>What one does with refused mail besides releasing and removing it: mark it as read, follow its story, take the evidence away.</summary>
internal sealed class QuarantineActionsApi(VisibleCopies copies, CopyActs acts, MessageStory story, EvidenceBundle evidence, MsLiteOptions options)
{
    private const string Address = "/api/v1/quarantine/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address + "/seen", (HttpContext context, string id, QuarantineActionsApi api) => api.SeenAsync(context, id));
        routes.MapGet(Address + "/history", (HttpContext context, string id, QuarantineActionsApi api) => api.HistoryAsync(context, id));
        routes.MapGet(Address + "/evidence", (HttpContext context, string id, QuarantineActionsApi api) => api.EvidenceAsync(context, id));
    }

    private async Task<IResult> SeenAsync(HttpContext context, string id)
    {
        var wanted = await RequestContent.JsonAsync<SeenRequest>(context.Request);
        if (wanted.IsWrong)
        {
            return ApiProblem.BadRequest("The content must be a JSON object such as {\"seen\": false}, or nothing.");
        }

        var seen = await FindAsync(context, id);
        var changeable = VisibleCopies.Changeable(context.Caller(), seen);
        if (changeable.Count == 0)
        {
            return seen.Count == 0 ? ApiProblem.NotFound() : ApiProblem.Forbidden();
        }

        foreach (var copy in changeable)
        {
            var result = await acts.ActAsync(wanted.Value?.Seen == false ? ErrandKind.MarkUnseen : ErrandKind.MarkSeen, copy, context.Caller().Name);
            if (!result.IsDone)
            {
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, result.Text);
            }
        }

        return TypedResults.NoContent();
    }

    private async Task<IResult> HistoryAsync(HttpContext context, string id) => await FindAsync(context, id) is [var first, ..]
        ? TypedResults.Ok(new StoryView(id, first.Recipient, [.. (await story.TellAsync(first, context.RequestAborted)).Select(View)]))
        : ApiProblem.NotFound();

    private async Task<IResult> EvidenceAsync(HttpContext context, string id)
    {
        if (await FindAsync(context, id) is not [var first, ..])
        {
            return ApiProblem.NotFound();
        }

        var bundle = NamelessFile();
        try
        {
            if (await evidence.WriteAsync(first, bundle, context.RequestAborted))
            {
                bundle.Position = 0;
                var whole = bundle;
                bundle = null;
                return TypedResults.Stream(whole, "application/zip", $"evidence-{first.Id ?? first.FileName}.zip");
            }

            return ApiProblem.NotFound();
        }
        catch (InvalidDataException error)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, error.Message);
        }
        finally
        {
            if (bundle is not null)
            {
                await bundle.DisposeAsync();
            }
        }
    }

    /// <summary>A message may be large, so the bundle is made on disk; it loses its name at once, and goes with its last reader, or with the process.</summary>
    private FileStream NamelessFile()
    {
        Directory.CreateDirectory(options.StateRoot);
        var path = Path.Combine(options.StateRoot, $".evidence-{Guid.NewGuid():n}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
        });
        File.Delete(path);
        return file;
    }

    private Task<IReadOnlyList<QuarantineEntry>> FindAsync(HttpContext context, string id)
    {
        var recipient = context.Request.Query["recipient"].ToString();
        return copies.FindAsync(context.Caller(), id, recipient.Length > 0 ? recipient : null, context.RequestAborted);
    }

    private static StoryEventView View(StoryEvent happened) => new(
        happened.Kind switch
        {
            StoryKind.Refused => "refused",
            StoryKind.Deferred => "deferred",
            StoryKind.Delivered => "delivered",
            StoryKind.Released => "released",
            _ => "release-begun",
        },
        happened.Time, happened.Id, Math.Round(happened.After.TotalSeconds, 1), happened.Text, happened.Who.Length > 0 ? happened.Who : null);
}

/// <param name="Seen">False marks it as unread again.</param>
internal sealed record SeenRequest(bool Seen = true);

/// <summary>What else became of a refused message, first to last.</summary>
internal sealed record StoryView(string Id, string Recipient, IReadOnlyList<StoryEventView> Events);

/// <param name="Kind">"refused", "deferred", "delivered", "released", or "release-begun" when its end is not known.</param>
/// <param name="After">Seconds since the refusal; negative for what came before it.</param>
/// <param name="Who">Who released it.</param>
internal sealed record StoryEventView(string Kind, DateTimeOffset Time, string Id, double After, string Text, string? Who);
