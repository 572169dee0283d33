namespace MsLite.Web.Jobs;

/// <summary>Timers; the work itself is the filter's.</summary>
internal static class JobExtensions
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddHostedService<QuarantineExpiryJob>()
        .AddHostedService<HistoryJob>()
        .AddHostedService<BlocklistJob>()
        .AddHostedService<StateExpiryJob>()
        .AddHostedService<SearchJob>();
}
