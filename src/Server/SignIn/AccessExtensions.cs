using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Who may come in, and who they are.</summary>
internal static class AccessExtensions
{
    private const string Either = "Access";

    /// <summary>An address answers to somebody known, unless it says AllowAnonymous; so does one that is not there.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<StandingCaller>();
        services.AddAuthentication(Either)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Name, configureOptions: null)
            .AddPolicyScheme(Either, displayName: null, scheme => scheme.ForwardDefaultSelector = Scheme);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "mslite-form";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use((context, next) => IsForgery(context) ? RefuseAsync(context) : next(context));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(LiveSessions.Path, StringComparison.OrdinalIgnoreCase),
            live => live.Use((context, next) => context.RequestServices.GetRequiredService<LiveSessions>().WatchAsync(context, next)));
    }

    private static string Scheme(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 ? TokenAuthentication.Name : SessionAuthentication.Name;

    // A form has its own token; a request to the interface that comes with a cookie has to show that a page of ours made it.
    private static bool IsForgery(HttpContext context)
    {
        var request = context.Request;
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        return changes && ApiRoot.Matches(request.Path) && context.User.SessionId() is not null
            && request.Headers.Origin.Count == 0 && request.Headers["Sec-Fetch-Site"] != "same-origin";
    }

    private static Task RefuseAsync(HttpContext context) => TypedResults.Problem(
        "A change that is asked for with a session's cookie must come from a page of this panel; a script uses a token.",
        statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
}
