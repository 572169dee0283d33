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

        // A page of memory for each idle connection is cheaper than a system call before each read.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listeners.Open(kestrel, options, listen => listen.UseSmtp());
        });
        return builder;
    }
}
