using Microsoft.Extensions.DependencyInjection;

namespace MsLite.Filter;

/// <summary>Puts the filter into a host. It needs <see cref="MsLiteOptions"/>, a TimeProvider and logging.</summary>
public static class FilterServiceExtensions
{
    public static IServiceCollection AddFilter(this IServiceCollection services)
    {
        services.AddSingleton<ActivityFeed>();
        services.AddSingleton<FilterMetrics>();
        services.AddSingleton<FateRecorder>();
        return services;
    }
}
