using Microsoft.AspNetCore.Authentication;

namespace MsLite.Web.SignIn;

/// <summary>Who may come in, and who they are.</summary>
internal static class AccessExtensions
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<FailedTries>();
        services.AddAuthentication(TokenAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, configureOptions: null);
        services.AddAuthorization();
        return services;
    }

    /// <summary>Nothing below /api answers to somebody unknown, be the address known or not.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use((context, next) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && context.User.Caller() is null
            ? context.ChallengeAsync(TokenAuthentication.Name)
            : next(context));
        app.UseAuthorization();
    }
}
