using MsLite.Filter;
using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>The options as a part among others: those that may change are asked of <see cref="CurrentOptions"/>.</summary>
internal static class ReloadExtensions
{
    public static void AddReload(this IServiceCollection services, Configuration started, IReadOnlyList<KeyValuePair<string, string?>> commandLine, HangUps hangUps)
    {
        services.AddSingleton(new CurrentOptions(started.Options));
        // For what lives as long as a request or a page, and for what asks for nothing that can change.
        services.AddTransient(provider => provider.GetRequiredService<CurrentOptions>().Value);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OptionsReload>(provider, started, commandLine));
        services.AddSingleton<IOptionValues>(provider => provider.GetRequiredService<OptionsReload>());
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<OptionsReload>());
        services.AddSingleton(hangUps);
        services.AddSingleton<OptionsWatch>();
    }
}
