using System.Security.Cryptography;
using System.Text;
using MsLite.Filter.Access;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>
/// The header field Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a request that comes again with the same key gets the
/// answer that the first one got, and is not carried out again.
/// </summary>
internal sealed class IdempotencyFilter(AnswerBook answers) : IEndpointFilter
{
    private const string Field = "Idempotency-Key";
    private const int MostOfKey = 255;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Field, out var field))
        {
            return await next(context);
        }

        var key = field.ToString();
        if (key.Length is 0 or > MostOfKey || !key.All(c => c is > ' ' and < '\x7f'))
        {
            return ApiProblem.BadRequest($"{Field} must be 1 to {MostOfKey} printable characters without blanks, such as a UUID.");
        }

        var caller = $"{http.User.Identity?.AuthenticationType} {http.Caller().Name}";
        var request = await HashAsync(http.Request);
        if (await answers.BeginAsync(caller, key, request, http.RequestAborted) is { } former)
        {
            return Repeat(former, request);
        }

        return await CarryOutAsync(http, caller, key, () => next(context));
    }

    private static IResult Repeat(FormerAnswer former, string request) =>
        former.Request != request ? ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"This {Field} belonged to another request. Use a new one for each thing that is to be done.")
        : former.Status == 0 ? ApiProblem.Of(StatusCodes.Status409Conflict, $"The request with this {Field} is still being carried out. Ask again in a moment.")
        : Results.Text(former.Body, former.Type, Encoding.UTF8, former.Status);

    private async Task<object?> CarryOutAsync(HttpContext http, string caller, string key, Func<ValueTask<object?>> next)
    {
        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await ((IResult)(await next())!).ExecuteAsync(http);
        }
        catch (Exception)
        {
            await answers.ForgetAsync(caller, key);
            throw;
        }
        finally
        {
            http.Response.Body = body;
        }

        var text = Encoding.UTF8.GetString(kept.GetBuffer().AsSpan(0, (int)kept.Length));
        if (http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status409Conflict)
        {
            await answers.EndAsync(caller, key, http.Response.StatusCode, (http.Response.ContentType ?? "").Split(';')[0], text);
        }
        else
        {
            // Nothing was done.
            await answers.ForgetAsync(caller, key);
        }

        await http.Response.WriteAsync(text, http.RequestAborted);
        return Results.Empty;
    }

    private static async Task<string> HashAsync(HttpRequest request)
    {
        // The gate has bounded it.
        var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        request.Body = content;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(content.GetBuffer().AsSpan(0, (int)content.Length));
        content.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
