using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>The certificate that the panel shows under HTTPS: one of its own, or that of SMTP.</summary>
internal sealed record PanelCertificate(ServerCertificate File)
{
    public static PanelCertificate Of(MsLiteOptions options, IServiceProvider services) => new(options.Http.Certificate.Length == 0
        ? services.GetRequiredService<ServerCertificate>()
        : ActivatorUtilities.CreateInstance<ServerCertificate>(services, options.Http.Certificate));
}
