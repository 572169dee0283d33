using System.Text;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>The policy tree over HTTP: below <c>/api/v1/domains/D</c> the path is the file's path below <c>/srv/D</c>.</summary>
internal sealed class DomainsApi(SrvTree tree, PolicyEditor editor, PolicyBrowser browser)
{
    private const int MostOnPage = 1000;

    /// <summary>"api", "v1", "domains".</summary>
    private const int NamesBeforeDomain = 3;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/domains", (HttpContext context, DomainsApi api) => api.List(context));
        foreach (var pattern in new[] { "/api/v1/domains/{domain}", "/api/v1/domains/{domain}/{**path}" })
        {
            routes.MapGet(pattern, (HttpContext context, DomainsApi api) => api.Get(context));
            routes.MapPut(pattern, (HttpContext context, DomainsApi api) => api.PutAsync(context));
            routes.MapDelete(pattern, (HttpContext context, DomainsApi api) => api.Delete(context));
        }
    }

    private IResult List(HttpContext context)
    {
        if (!Paging.TryLimit(context.Request, MostOnPage, out var limit, out var fault) || !Paging.TryCursor(context.Request, out var after, out fault))
        {
            return fault;
        }

        var caller = context.Caller();
        IEnumerable<string> names = tree.FindGlobal() is null ? tree.Domains() : tree.Domains().Append(SrvTree.GlobalName).Order(StringComparer.Ordinal);
        var found = names.Where(caller.MaySee).Where(name => after is null || string.CompareOrdinal(name, after) > 0).Take(limit + 1).ToList();
        return TypedResults.Ok(Paging.Page(found, limit, name => name, name => new DomainView(name)));
    }

    private IResult Get(HttpContext context)
    {
        if (!TryFind(context, out var path, out var fault))
        {
            return fault;
        }

        if (browser.Find(path) is not { } item)
        {
            return path.Fault is null ? ApiProblem.NotFound() : ApiProblem.BadRequest(path.Fault);
        }

        return item.IsDirectory ? Directory(context.Request, item) : File(context, item);
    }

    private async Task<IResult> PutAsync(HttpContext context)
    {
        if (!TryFindForChange(context, out var path, out var fault))
        {
            return fault;
        }

        var (content, wrong) = await PolicyBodyReader.ReadAsync(context.Request);
        if (wrong is not null)
        {
            return wrong;
        }

        var edit = editor.Put(path, content, Condition(context.Request), context.Caller());
        return edit.IsDone && (edit.Item ?? browser.Find(path)) is { } item ? Done(context, edit, item) : Refuse(context, edit);
    }

    private IResult Delete(HttpContext context)
    {
        if (!TryFindForChange(context, out var path, out var fault))
        {
            return fault;
        }

        var edit = editor.Delete(path, Condition(context.Request), context.Caller().Name);
        return edit.IsDone ? TypedResults.NoContent()
            : edit.Kind == PolicyEditKind.NotThere && path.Fault is not null ? ApiProblem.BadRequest(path.Fault)
            : Refuse(context, edit);
    }

    /// <summary>The place, when the caller may see it.</summary>
    private bool TryFind(HttpContext context, out PolicyPath path, out IResult fault)
    {
        var names = context.ApiPathNames();
        if (!editor.TryParse(names[NamesBeforeDomain], [.. names.Skip(NamesBeforeDomain + 1)], out var found, out var why))
        {
            (path, fault) = (null!, ApiProblem.BadRequest(why));
            return false;
        }

        (path, fault) = (found, ApiProblem.NotFound());
        return context.Caller().MaySee(found.Domain);
    }

    /// <summary>The place, when the caller may change it. Whether a domain exists at all is for administrators to decide.</summary>
    private bool TryFindForChange(HttpContext context, out PolicyPath path, out IResult fault)
    {
        if (!TryFind(context, out path, out fault))
        {
            return false;
        }

        fault = ApiProblem.Forbidden();
        var caller = context.Caller();
        return path.IsDomain ? caller.ChangesEverything : caller.MayChange(path.Domain);
    }

    private IResult Directory(HttpRequest request, PolicyItem item)
    {
        if (!Paging.TryLimit(request, MostOnPage, out var limit, out var fault) || !Paging.TryCursor(request, out var after, out fault))
        {
            return fault;
        }

        request.HttpContext.Response.Headers.ETag = item.ETag;
        var page = Paging.Page(browser.List(item, after, limit + 1), limit, child => child.Name, child => new ChildView(child.Name, Kind(child.IsDirectory), child.Size));
        return TypedResults.Ok(new DirectoryView(item.Path, Kind(isDirectory: true), page.Items, page.Next));
    }

    private static IResult File(HttpContext context, PolicyItem item)
    {
        context.Response.Headers.ETag = item.ETag;
        if (!new EditCondition(null, Header(context.Request, "If-None-Match")).Holds(item.ETag))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return context.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Bytes(item.Bytes, "text/plain; charset=utf-8")
            : TypedResults.Ok(View(item));
    }

    private static IResult Done(HttpContext context, PolicyEdit edit, PolicyItem item)
    {
        context.Response.Headers.ETag = item.ETag;
        object view = item.IsDirectory ? new ChildView(item.Path, Kind(isDirectory: true), 0) : View(item);
        return edit.Kind == PolicyEditKind.Created
            ? TypedResults.Created($"/api/v1/domains/{string.Join('/', item.Path.Split('/').Select(Uri.EscapeDataString))}", view)
            : TypedResults.Ok(view);
    }

    private static IResult Refuse(HttpContext context, PolicyEdit edit)
    {
        if (edit.ETag.Length > 0)
        {
            context.Response.Headers.ETag = edit.ETag;
        }

        return ApiProblem.Of(
            edit.Kind switch
            {
                PolicyEditKind.NotThere or PolicyEditKind.Created or PolicyEditKind.Changed or PolicyEditKind.Unchanged => StatusCodes.Status404NotFound,
                PolicyEditKind.Stale => StatusCodes.Status412PreconditionFailed,
                PolicyEditKind.InTheWay => StatusCodes.Status409Conflict,
                PolicyEditKind.BadContent => StatusCodes.Status422UnprocessableEntity,
                PolicyEditKind.ReadOnly or PolicyEditKind.Reserved => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status400BadRequest,
            },
            edit.Sentence.Length > 0 ? edit.Sentence : "Somebody else has removed it in this very moment.");
    }

    private static EditCondition Condition(HttpRequest request) => new(Header(request, "If-Match"), Header(request, "If-None-Match"));

    private static string? Header(HttpRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    private static string Kind(bool isDirectory) => isDirectory ? "directory" : "file";

    private static FileView View(PolicyItem item)
    {
        var text = Encoding.UTF8.GetString(item.Bytes.Span);
        var body = PolicyBody.Parse(text);
        return new FileView(item.Path, Kind(isDirectory: false), item.Bytes.Length, item.ETag, body["note"], body["until"], body["mode"], body["reply"], body.Values, text);
    }
}
