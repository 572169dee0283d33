using MsLite.Filter;
using MsLite.Smtp;

namespace MsLite.Web.Start;

/// <summary>Opens Kestrel's end points.</summary>
internal static class ListenExtensions
{
    public static WebApplicationBuilder AddListeners(this WebApplicationBuilder builder, MsLiteOptions options)
    {
        var listeners = new Listeners();
        builder.Services.AddSingleton(listeners);
        builder.Services.AddSingleton<SetupLink>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listeners.Open(kestrel, options, listen => listen.UseSmtp());
        });
        return builder;
    }
}
