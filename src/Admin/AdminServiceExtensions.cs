using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MsLite.Admin.Components;
using MsLite.Admin.Components.Domains;
using MsLite.Admin.Numbers;
using MsLite.Admin.Policy;
using MsLite.Admin.SignIn;
using MsLite.Admin.Undo;
using Radzen;

namespace MsLite.Admin;

/// <summary>The panel's services and its place in the host.</summary>
public static class AdminServiceExtensions
{
    /// <summary>Needs MsLiteOptions, ActivityFeed, FilterMetrics, the sources of notices and a TimeProvider.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddLocalization();
        if (BracketedWords.AreWanted)
        {
            services.AddSingleton<IStringLocalizer<Words>, BracketedWords>();
        }

        services.AddHttpContextAccessor();
        services.AddScoped<ViewerZone>();
        services.AddScoped<PageSight>();
        services.AddRazorComponents().AddInteractiveServerComponents(KeepCircuits).RegisterPersistentService<ViewerZone>(RenderMode.InteractiveServer);
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<KnownBrowser>();
        services.AddSingleton<UndoShelf>();
        services.AddSingleton<NumbersCache>();
        services.AddSingleton<PolicyDesk>();
        services.AddSingleton<NewDomainDesk>();
        services.AddSingleton<DomainSummaries>();
        return services;
    }

    // Each page whose connection was lost is kept for minutes, in case it comes back: enough for the people of one server, and bounded memory.
    private static void KeepCircuits(CircuitOptions circuits) => circuits.DisconnectedCircuitMaxRetained = 40;

    public static IEndpointRouteBuilder MapAdmin(this IEndpointRouteBuilder routes)
    {
        // The security headers say who may frame the panel: nobody.
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        return routes;
    }
}
