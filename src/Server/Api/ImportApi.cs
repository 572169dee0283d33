using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MsLite.Filter.Access;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Policy.Import;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>Many entries of the policy tree at once, over HTTP: a list of names or a tar archive, looked at first, then all or nothing.</summary>
internal sealed class ImportApi(PolicyImport import, PolicyEditor editor, SrvTree tree)
{
    /// <summary>Of a plan's lines; those that are refused come first, so that what is to be mended is among them.</summary>
    private const int MostLines = 1000;

    /// <summary>"api", "v1", "domains".</summary>
    private const int NamesBeforeDomain = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var limit = new BodyLimit(_ => PolicyImport.MaxBytes);
        routes.MapPost("/api/v1/import", (HttpContext context, ImportApi api) => api.ImportAllAsync(context)).WithMetadata(limit);
        routes.MapPost("/api/v1/domains/{domain}/import", (HttpContext context, ImportApi api) => api.ImportDomainAsync(context)).WithMetadata(limit);
    }

    private Task<IResult> ImportAllAsync(HttpContext context) =>
        context.Caller().Role == Role.Viewer ? Task.FromResult(ApiProblem.Forbidden()) : ImportAsync(context, domain: "");

    private Task<IResult> ImportDomainAsync(HttpContext context)
    {
        if (!editor.TryParse(context.ApiPathNames()[NamesBeforeDomain], [], out var path, out var why))
        {
            return Task.FromResult(ApiProblem.BadRequest(why));
        }

        var caller = context.Caller();
        return !caller.MaySee(path.Domain) ? Task.FromResult(ApiProblem.NotFound())
            : !caller.MayChange(path.Domain) ? Task.FromResult(ApiProblem.Forbidden())
            : path.Domain != SrvTree.GlobalName && tree.FindDomain(path.Domain) is null ? Task.FromResult(ApiProblem.NotFound())
            : ImportAsync(context, path.Domain);
    }

    private async Task<IResult> ImportAsync(HttpContext context, string domain)
    {
        if (!TryFlag(context.Request, out var isDry))
        {
            return ApiProblem.BadRequest("dryRun must be true or false.");
        }

        var (plan, fault) = await PlanAsync(context, domain);
        if (plan is null)
        {
            return fault!;
        }

        if (isDry)
        {
            return TypedResults.Ok(View(plan, isDry));
        }

        if (!plan.IsSound)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity, $"{plan.Refused} lines cannot be imported, so nothing was. The lines say why.", plan);
        }

        if (editor.IsReadOnly)
        {
            return ApiProblem.Forbidden("The policy tree is read-only for this program. Change it where it is written.");
        }

        return import.Apply(plan, context.Caller().Name) is { } failure ? Refuse(StatusCodes.Status409Conflict, failure, plan) : TypedResults.Ok(View(plan, isDry));
    }

    private async Task<(ImportPlan? Plan, IResult? Fault)> PlanAsync(HttpContext context, string domain)
    {
        var request = context.Request;
        var type = (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        switch (type)
        {
            case "text/plain":
                using (var reader = new StreamReader(request.Body, Encoding.UTF8))
                {
                    return (import.PlanList(context.Caller(), domain, request.Query["into"].ToString(), await reader.ReadToEndAsync(context.RequestAborted)), null);
                }

            case "application/x-tar":
                try
                {
                    return (await import.PlanTarAsync(context.Caller(), domain, request.Body, context.RequestAborted), null);
                }
                catch (InvalidDataException)
                {
                    return (null, ApiProblem.BadRequest("The content is no tar archive, or ends in the middle of one. Send it as tar makes it, not compressed."));
                }

            default:
                return (null, ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Send text/plain with one name a line, or application/x-tar with a tree."));
        }
    }

    private static bool TryFlag(HttpRequest request, out bool isDry)
    {
        var text = request.Query["dryRun"].ToString();
        return bool.TryParse(text, out isDry) || text.Length == 0;
    }

    private static ProblemHttpResult Refuse(int status, string detail, ImportPlan plan) => TypedResults.Problem(
        detail, statusCode: status, title: Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        extensions: new Dictionary<string, object?> { ["lines"] = Lines(plan, onlyRefused: true) });

    private static ImportView View(ImportPlan plan, bool isDry) =>
        new(isDry, plan.Created, plan.Changed, plan.Unchanged, plan.Refused, Lines(plan, onlyRefused: false), Math.Max(0, plan.Lines.Count - MostLines));

    private static IReadOnlyList<ImportLineView> Lines(ImportPlan plan, bool onlyRefused) =>
        [.. plan.Lines.Where(line => !onlyRefused || line.Result == ImportResult.Refused)
            .OrderBy(line => line.Result == ImportResult.Refused ? 0 : 1)
            .Take(MostLines)
            .Select(line => new ImportLineView(line.Line, line.Name, line.Path, line.Result, line.Detail.Length > 0 ? line.Detail : null))];
}

/// <param name="Omitted">Lines that are counted but not listed.</param>
internal sealed record ImportView(bool DryRun, int Created, int Changed, int Unchanged, int Refused, IReadOnlyList<ImportLineView> Lines, int Omitted);

internal sealed record ImportLineView(int Line, string Name, string Path, ImportResult Result, string? Detail);
