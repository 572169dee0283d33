using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Policy;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Checkups;

/// <summary>What looks at the world around the program, in the order in which it is shown.</summary>
internal static class CheckupExtensions
{
    public static void AddCheckup(this IServiceCollection services)
    {
        services.AddSingleton(provider => new NextHopTrial(
            provider.GetRequiredService<MsLiteOptions>(), provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DomainTrial(provider.GetRequiredService<SrvTree>(), provider.GetRequiredService<NextHopTrial>()));
        services.AddSingleton(provider => new ZoneConditions(provider.GetRequiredService<BlocklistWatch>()));
        services.AddSingleton(provider => new SampleSender(
            provider.GetRequiredService<MsLiteOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICheckupPart, MxPart>();
        services.AddSingleton<ICheckupPart, HostNamePart>();
        services.AddSingleton<ICheckupPart, ListenerPart>();
        services.AddSingleton<ICheckupPart, NextHopPart>();
        services.AddSingleton<ICheckupPart, ResolverPart>();
        services.AddSingleton<ICheckupPart, BlocklistPart>();
        services.AddSingleton<ICheckupPart, GuardPart>();
        services.AddSingleton<ICheckupPart, DiskPart>();
        services.AddSingleton<ICheckupPart, ClockPart>();
        services.AddSingleton(provider => new Checkup(
            provider.GetServices<ICheckupPart>(), provider.GetRequiredService<SrvTree>(), provider.GetRequiredService<TimeProvider>()));
    }
}
