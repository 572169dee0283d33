using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MsLite.Smtp.Server;

namespace MsLite.Smtp;

/// <summary>Puts the SMTP server into a host.</summary>
public static class SmtpServiceExtensions
{
    /// <summary>The engine; the application adds its <see cref="ISmtpSessionFactory"/> and listens with <see cref="UseSmtp"/>.</summary>
    public static IServiceCollection AddSmtp(this IServiceCollection services, Action<SmtpServerOptions> configure)
    {
        services.AddOptions<SmtpServerOptions>().Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SmtpMetrics>();
        services.TryAddSingleton<SmtpConnectionHandler>();
        return services;
    }

    /// <summary>The end point speaks SMTP: <c>kestrel.Listen(address, port, listen => listen.UseSmtp())</c>.</summary>
    public static ListenOptions UseSmtp(this ListenOptions listen)
    {
        listen.UseConnectionHandler<SmtpConnectionHandler>();
        return listen;
    }
}
