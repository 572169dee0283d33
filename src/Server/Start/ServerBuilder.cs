using MsLite.Web.SignIn;

namespace MsLite.Web.Start;

/// <summary>The host's builder, with our configuration only and files beside the program.</summary>
internal static class ServerBuilder
{
    // RFC 5321 §4.5.3.2 lets a client wait minutes; whoever stops us waits less long.
    private static readonly TimeSpan s_lastTransactions = TimeSpan.FromSeconds(30);

    /// <param name="commandLine">What the command line says of options, for when they are read again.</param>
    public static WebApplicationBuilder Create(Configuration configuration, IEnumerable<KeyValuePair<string, string?>> commandLine, HangUps hangUps)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration.Root);
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = s_lastTransactions;
            // A job that breaks is logged; mail goes on without it.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        // Under systemd it says when it is ready and when it stops; anywhere else this is nothing.
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddReload(configuration, [.. commandLine], hangUps);
        builder.Services.AddKeys(configuration.Options);
        return builder;
    }
}
