namespace MsLite.Web.Api;

/// <summary>The REST interface: one line for each resource.</summary>
internal static class ApiExtensions
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddSingleton<DomainsApi>();

    public static void MapApi(this IEndpointRouteBuilder routes) => DomainsApi.Map(routes);
}
