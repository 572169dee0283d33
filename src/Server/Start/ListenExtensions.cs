using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MsLite.Filter;
using MsLite.Filter.Settings;
using MsLite.Smtp;

namespace MsLite.Web.Start;

/// <summary>Opens Kestrel's end points.</summary>
internal static class ListenExtensions
{
    public static WebApplicationBuilder AddListeners(this WebApplicationBuilder builder, MsLiteOptions options)
    {
        var listeners = new Listeners();
        builder.Services.AddSingleton(listeners);
        builder.Services.AddSingleton(provider => PanelCertificate.Of(options, provider));
        builder.Services.AddSingleton<ICertificates, Certificates>();
        builder.Services.AddSingleton<FirstAdministrator>();

        // A page of memory for each idle connection is cheaper than a system call before each read.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listeners.Open(kestrel, options, listen => listen.UseSmtp(), listen => UseTls(listen, kestrel.ApplicationServices));
        });
        return builder;
    }

    // Asked at each handshake: a renewed certificate needs no restart.
    private static void UseTls(ListenOptions listen, IServiceProvider services)
    {
        var certificate = services.GetRequiredService<PanelCertificate>().File;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
        });
    }
}
