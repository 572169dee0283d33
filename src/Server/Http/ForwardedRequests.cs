using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using MsLite.Filter;

namespace MsLite.Web.Http;

/// <summary>Believes the proxies of the list, and nobody else, who the client is and whether it spoke TLS.</summary>
internal static class ForwardedRequests
{
    public static void UseForwarded(this IApplicationBuilder app)
    {
        var current = app.ApplicationServices.GetRequiredService<CurrentOptions>();
        var logs = app.ApplicationServices.GetRequiredService<ILoggerFactory>();
        app.Use(next =>
        {
            var readers = new MadeOf<HttpOptions, RequestDelegate>(options => options.TrustedProxies.Length == 0
                ? next
                : new ForwardedHeadersMiddleware(next, logs, Options.Create(Of(options))).Invoke);
            return context => readers.For(current.Value.Http)(context);
        });
    }

    private static ForwardedHeadersOptions Of(HttpOptions options)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As many as there are: the first from the end that is no trusted proxy is the client.
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in ClientNetwork.ParseAll(options.TrustedProxies))
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        return forwarded;
    }
}
