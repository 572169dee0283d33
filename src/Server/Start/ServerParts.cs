using MsLite.Admin;
using MsLite.Filter;
using MsLite.Web.Api;
using MsLite.Web.Health;
using MsLite.Web.Http;
using MsLite.Web.Jobs;
using MsLite.Web.Metrics;
using MsLite.Web.SignIn;

namespace MsLite.Web.Start;

/// <summary>All parts that the program is made of, before any of them is.</summary>
internal static class ServerParts
{
    /// <param name="certificatePath">The certificate for SMTP, which is there.</param>
    public static void AddParts(this WebApplicationBuilder builder, MsLiteOptions options, string certificatePath)
    {
        builder.AddLog(options);
        builder.Services.AddMetricStore();
        builder.Services.AddFilter();
        builder.Services.AddSmtp(certificatePath);
        builder.Services.AddAdmin();
        builder.Services.AddJobs();
        builder.Services.AddAccess();
        builder.Services.AddRequestRates();
        builder.Services.AddApi();
        builder.Services.AddHealth();
        builder.AddListeners(options);
    }
}
