using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.View;
using MsLite.Web.Http;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>Refused mail made readable: for scripts as JSON, and its HTML, rebuilt, for the frame in which the panel shows it.</summary>
internal sealed class QuarantineViewApi(VisibleCopies copies, MessageViewer viewer)
{
    private const string Address = "/api/v1/quarantine/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address + "/view", (HttpContext context, string id, QuarantineViewApi api) => api.ViewAsync(context, id));
        routes.MapGet(Address + "/html", (HttpContext context, string id, QuarantineViewApi api) => api.HtmlAsync(context, id)).WithMetadata(new FramedByPanel());
    }

    private async Task<IResult> ViewAsync(HttpContext context, string id)
    {
        try
        {
            return await FindAsync(context, id) is { } copy && await viewer.ViewAsync(copy, context.RequestAborted) is { } view
                ? TypedResults.Ok(QuarantineViewContracts.Of(view))
                : ApiProblem.NotFound();
        }
        catch (InvalidDataException error)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, error.Message);
        }
    }

    /// <summary>A page of its own that may do nothing: even if the rebuilding had a hole, no script would run and nothing would be fetched.</summary>
    private async Task<IResult> HtmlAsync(HttpContext context, string id)
    {
        try
        {
            if (await FindAsync(context, id) is not { } copy || await viewer.HtmlAsync(copy, context.RequestAborted) is not { } html)
            {
                return ApiProblem.NotFound("There is no such message, or none that you may see, or it has no HTML.");
            }

            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = PreviewPage.ContentSecurityPolicy;
            headers["Referrer-Policy"] = "no-referrer";
            return TypedResults.Content(PreviewPage.Of(html), "text/html; charset=utf-8");
        }
        catch (InvalidDataException error)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, error.Message);
        }
    }

    /// <summary>The copy of the recipient that was asked for, or else the first that the caller may see.</summary>
    private async Task<QuarantineEntry?> FindAsync(HttpContext context, string id)
    {
        var recipient = context.Request.Query["recipient"].ToString();
        var found = await copies.FindAsync(context.Caller(), id, recipient.Length > 0 ? recipient : null, context.RequestAborted);
        return found.Count > 0 ? found[0] : null;
    }
}
