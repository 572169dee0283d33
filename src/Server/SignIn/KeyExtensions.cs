using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using MsLite.Filter;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Where the keys are that seal the panel's forms and cookies: in the database that nodes share, or in StateRoot.</summary>
internal static class KeyExtensions
{
    public static void AddKeys(this IServiceCollection services, MsLiteOptions options)
    {
        services.AddSingleton<FirstKey>();
        var protection = services.AddDataProtection().SetApplicationName("MsLite.Web");
        if (options.IsAlone)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.StateRoot, "keys")));
        }
        else
        {
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
                management => management.XmlRepository = new SharedKeys(provider.GetRequiredService<PanelKeys>())));
        }
    }
}
