using MsLite.Filter.Access;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>The tokens of the interface itself, over HTTP, for administrators.</summary>
internal sealed class TokensApi(TokenStore tokens, TimeProvider clock)
{
    private const string Address = "/api/v1/tokens";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, TokensApi api) => api.ListAsync(context));
        routes.MapPost(Address, (HttpContext context, TokensApi api) => api.CreateAsync(context));
        routes.MapDelete(Address + "/{name}", (HttpContext context, string name, TokensApi api) => api.RevokeAsync(context, name));
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        if (!context.Caller().ChangesEverything)
        {
            return Refuse();
        }

        // A token does not say which one it is; there are never so many that pages would help.
        var all = await tokens.ListAsync(context.RequestAborted);
        return TypedResults.Ok(new PageOf<TokenView>([.. all.Select(View)], null));
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        if (!context.Caller().ChangesEverything)
        {
            return Refuse();
        }

        if ((await RequestContent.JsonAsync<TokenWish>(context.Request)).Value is not { } wanted)
        {
            return ApiProblem.BadRequest("The content must be a JSON object such as {\"name\": \"provisioning\", \"role\": \"administrator\"}, with \"domains\" and \"expires\" if wanted.");
        }

        if (!TokenRequest.TryParse(wanted.Name ?? "", wanted.Role ?? "", wanted.Domains ?? [], wanted.Expires ?? "", clock, out var request, out var fault))
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, fault);
        }

        // Whoever asked may hang up: a token that nobody knows would do no harm, but could not be made again.
        return await tokens.CreateAsync(request, CancellationToken.None) is { } token
            ? TypedResults.Created($"{Address}/{Uri.EscapeDataString(request.Name)}", new NewTokenView(request.Name, request.Role.Word(), [.. request.Domains.Order(StringComparer.Ordinal)], request.Expires, token))
            : ApiProblem.Of(StatusCodes.Status409Conflict, $"There is a token with the name \"{request.Name}\" already: choose another, or revoke that one.");
    }

    private async Task<IResult> RevokeAsync(HttpContext context, string name) =>
        !context.Caller().ChangesEverything ? Refuse()
        : await tokens.RevokeAsync(name, context.RequestAborted) is not null ? TypedResults.NoContent()
        : ApiProblem.NotFound("There is no token with this name.");

    private static IResult Refuse() => ApiProblem.Forbidden("Tokens are for administrators to see, make and revoke.");

    private static TokenView View(Token token) => new(token.Name, token.Role.Word(), [.. token.Domains.Order(StringComparer.Ordinal)], token.Created, token.Expires, token.LastUsed);
}

internal sealed record TokenWish(string? Name, string? Role, IReadOnlyList<string>? Domains, string? Expires);

internal sealed record TokenView(string Name, string Role, IReadOnlyList<string> Domains, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? LastUsed);

/// <param name="Token">Told this once.</param>
internal sealed record NewTokenView(string Name, string Role, IReadOnlyList<string> Domains, DateTimeOffset? Expires, string Token);
