using MsLite.Filter;
using MsLite.Smtp;

namespace MsLite.Web.Start;

/// <summary>Hands our options to the SMTP engine.</summary>
internal static class SmtpSetup
{
    public static IServiceCollection AddSmtp(this IServiceCollection services, MsLiteOptions options, string certificatePath)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServerCertificate>(provider, certificatePath));
        services.AddSingleton(provider => new MachineLoad(options.Smtp.MaxLoad, provider.GetRequiredService<TimeProvider>()));
        services.AddSmtp(smtp =>
        {
            smtp.MaxMessageSize = options.Smtp.MaxMessageSize;
            smtp.MaxConnections = options.Smtp.MaxConnections;
            smtp.MaxConnectionsPerClient = options.Smtp.MaxConnectionsPerClient;
            // The validator has passed them.
            smtp.TrustedProxies = NetworkSet.TryParse(options.Smtp.TrustedProxies, out var proxies, out _) ? proxies : NetworkSet.Empty;
        });
        services.AddOptions<Smtp.Server.SmtpServerOptions>().Configure<ServerCertificate, MachineLoad>((smtp, certificate, load) =>
        {
            smtp.Certificate = () => certificate.Current;
            smtp.Overloaded = load.IsOver;
        });
        return services;
    }
}
