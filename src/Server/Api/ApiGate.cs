using System.Data.Common;
using Microsoft.AspNetCore.Http.Features;
using MsLite.Filter;

namespace MsLite.Web.Api;

/// <summary>Stands in front of every address below /api: bounds the request, refuses paths with two meanings, and gives each error the API's form.</summary>
internal static partial class ApiGate
{
    /// <summary>Twice what a policy file may hold, because JSON escapes. An address that takes more says so (<see cref="BodyLimit"/>).</summary>
    private const long MostOfBody = 128 * 1024;

    private const string PathItem = "MsLite.ApiPath";

    public static IApplicationBuilder UseApi(this IApplicationBuilder app) => app.UseWhen(IsApi, api => api.Use(HandleAsync));

    /// <summary>The names of the request's path, decoded once: "api", "v1" and what follows.</summary>
    public static IReadOnlyList<string> ApiPathNames(this HttpContext context) => (IReadOnlyList<string>)context.Items[PathItem]!;

    // By both: the server has folded dot segments away, and what began with /api may lead elsewhere by now.
    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || RawTarget(context).StartsWith("/api/", StringComparison.OrdinalIgnoreCase);

    private static string RawTarget(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    private static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!ApiPath.TryParse(RawTarget(context), out var names, out var fault) || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await ApiProblem.BadRequest(fault.Length > 0 ? fault : "The path leads out of /api.").ExecuteAsync(context);
            return;
        }

        context.Items[PathItem] = names;
        Bound(context);
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await Explain(context, error).ExecuteAsync(context);
            return;
        }

        if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest && context.Response.ContentType is null)
        {
            await ApiProblem.Of(context.Response.StatusCode).ExecuteAsync(context);
        }
    }

    private static void Bound(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes(context.RequestServices.GetRequiredService<CurrentOptions>().Value) ?? MostOfBody;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }
    }

    private static IResult Explain(HttpContext context, Exception error)
    {
        switch (error)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "The request's content is larger than this address takes.");
            case BadHttpRequestException bad:
                return ApiProblem.Of(bad.StatusCode, bad.Message);
            case DbException:
                LogFailed(Log(context), error, context.Request.Method, context.Request.Path);
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "The state database does not answer. Try again later.");
            case IOException or UnauthorizedAccessException:
                LogFailed(Log(context), error, context.Request.Method, context.Request.Path);
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "The disk does not let us read or write what this needs. The log says what is wrong.");
            default:
                LogFailed(Log(context), error, context.Request.Method, context.Request.Path);
                return ApiProblem.Of(StatusCodes.Status500InternalServerError, "A fault of this program; the log has it.");
        }
    }

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("MsLite.Web.Api");

    [LoggerMessage(120, LogLevel.Error, "{Method} {Path} could not be answered.")]
    private static partial void LogFailed(ILogger log, Exception fault, string method, string path);
}

/// <summary>On an endpoint that takes more content than others.</summary>
/// <param name="Bytes">As the options of that moment say.</param>
internal sealed record BodyLimit(Func<MsLiteOptions, long> Bytes);
