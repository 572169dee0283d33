using System.Text;
using MsLite.Filter;
using MsLite.Filter.Explain;
using MsLite.Filter.Quarantine;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>What the ladder would say to a message, over HTTP: one that is sent along, or one that was refused before.</summary>
internal sealed class ExplainApi(Explainer explainer, QuarantineFinder finder, QuarantineStore store)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        // Held in memory while it is judged; in JSON a message that needs escapes must be the smaller for it.
        routes.MapPost("/api/v1/explain", (HttpContext context, ExplainApi api) => api.ExplainAsync(context)).WithMetadata(new BodyLimit(options => options.Smtp.MaxMessageSize + 4096));

    private async Task<IResult> ExplainAsync(HttpContext context)
    {
        var (request, content, fault) = await ReadAsync(context.Request);
        if (fault is not null)
        {
            return fault;
        }

        await using var message = content;
        if (request.Id is { Length: > 0 } id)
        {
            if (message is not null)
            {
                return ApiProblem.BadRequest("Send a message or the id of an archived one, not both.");
            }

            return await ExplainArchivedAsync(context, request, id);
        }

        return message is null
            ? ApiProblem.BadRequest("Send a message (\"message\", or content of type message/rfc822) or the \"id\" of an archived one.")
            : await AnswerAsync(context, request, message);
    }

    private async Task<IResult> ExplainArchivedAsync(HttpContext context, ExplainRequest request, string id)
    {
        var copy = (await finder.FindAsync(id, context.RequestAborted))
            .FirstOrDefault(copy => context.Caller().MaySee(copy.Domain) && (request.To is null || string.Equals(copy.Recipient, request.To, StringComparison.OrdinalIgnoreCase)));
        if (copy is null || await store.TryOpenOriginalAsync(copy, context.RequestAborted) is not { } original)
        {
            return ApiProblem.NotFound();
        }

        await using (original)
        {
            return await AnswerAsync(
                context, request with { From = request.From ?? copy.From, To = request.To ?? copy.Recipient, Ip = request.Ip ?? copy.Ip, Helo = request.Helo ?? copy.Helo }, original);
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, ExplainRequest request, Stream message)
    {
        if (!ExplainQuestion.TryParse(request.From ?? "", request.To ?? "", request.Ip ?? "", request.Helo ?? "", out var question, out var fault))
        {
            return ApiProblem.BadRequest(fault);
        }

        if (!context.Caller().MaySee(question.To.DomainKey))
        {
            return ApiProblem.NotFound();
        }

        var verdict = await explainer.ExplainAsync(message, question, context.RequestAborted);
        return TypedResults.Ok(new ExplainView(verdict.Kind, verdict.Reason, verdict.Blocker, verdict.File, verdict.Trace));
    }

    private static async Task<(ExplainRequest Request, Stream? Message, IResult? Fault)> ReadAsync(HttpRequest request)
    {
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        var bytes = await RequestContent.BytesAsync(request);
        if (type.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase))
        {
            var query = request.Query;
            return (new ExplainRequest(query["from"], query["to"], query["ip"], query["helo"], null, null), new MemoryStream(bytes.ToArray(), writable: false), null);
        }

        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (ExplainRequest.Empty, null, ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Send application/json, or the message as message/rfc822 with from, to, ip and helo in the query."));
        }

        var (read, isEmpty, isWrong) = RequestContent.Json<ExplainRequest>(bytes);
        return isEmpty || isWrong
            ? (ExplainRequest.Empty, null, ApiProblem.BadRequest("The content must be a JSON object with from, to, ip, helo, and a message or the id of an archived one."))
            // Line ends as on the wire, whatever the script had at hand.
            : (read ?? ExplainRequest.Empty, read?.Message is { } text ? new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))) : null, null);
    }
}

/// <param name="Message">The whole message, header and body.</param>
/// <param name="Id">Of an archived message; what the envelope lacks is taken from there.</param>
internal sealed record ExplainRequest(string? From, string? To, string? Ip, string? Helo, string? Message, string? Id)
{
    public static readonly ExplainRequest Empty = new(null, null, null, null, null, null);
}

/// <summary>The same as <c>explain --json</c> prints.</summary>
internal sealed record ExplainView(VerdictKind Verdict, string Reason, string? Blocker, string? File, IReadOnlyList<TraceEntry> Trace);
