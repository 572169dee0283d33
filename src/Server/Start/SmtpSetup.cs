using Microsoft.Extensions.Options;
using MsLite.Filter;
using MsLite.Smtp;
using MsLite.Smtp.Server;

namespace MsLite.Web.Start;

/// <summary>Hands our options to the SMTP engine.</summary>
internal static class SmtpSetup
{
    public static IServiceCollection AddSmtp(this IServiceCollection services, string certificatePath)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServerCertificate>(provider, certificatePath));
        services.AddSingleton<MachineLoad>();
        services.AddSmtp(_ => { });
        services.AddOptions<SmtpServerOptions>().Configure<CurrentOptions, ServerCertificate, MachineLoad>((smtp, current, certificate, load) =>
        {
            var options = current.Value.Smtp;
            smtp.MaxMessageSize = options.MaxMessageSize;
            smtp.MaxConnections = options.MaxConnections;
            smtp.MaxConnectionsPerClient = options.MaxConnectionsPerClient;
            smtp.TrustedProxies = options.TrustedNetworks;
            smtp.Certificate = () => certificate.Current;
            smtp.Overloaded = () => load.IsOver(options.MaxLoad);
        });
        services.AddSingleton<IOptionsChangeTokenSource<SmtpServerOptions>, SmtpOptionsChange>();
        return services;
    }
}
