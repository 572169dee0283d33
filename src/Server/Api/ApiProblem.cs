using Microsoft.AspNetCore.WebUtilities;

namespace MsLite.Web.Api;

/// <summary>Errors in the one form that the API has for them: RFC 9457 problem details, with a sentence that says what to do.</summary>
internal static class ApiProblem
{
    public static IResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status));

    /// <summary>Also for what the caller may not see: that it exists is nobody else's business.</summary>
    public static IResult NotFound(string detail = "There is nothing here, or nothing that you may see.") => Of(StatusCodes.Status404NotFound, detail);

    public static IResult Forbidden(string detail = "You may see this, but not change it.") => Of(StatusCodes.Status403Forbidden, detail);

    public static IResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    /// <summary>For an answer that somebody else has left without words.</summary>
    public static IResult Of(int status) => Of(status, status switch
    {
        StatusCodes.Status404NotFound => "There is no such address below /api. /openapi/v1.json lists those there are.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know this method. The field Allow lists those it knows.",
        StatusCodes.Status415UnsupportedMediaType => "This address does not take content of this type.",
        _ => "The request was not answered.",
    });
}
