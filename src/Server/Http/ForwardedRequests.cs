using Microsoft.AspNetCore.HttpOverrides;
using MsLite.Filter;

namespace MsLite.Web.Http;

/// <summary>Believes the proxies of the list, and nobody else, who the client is and whether it spoke TLS.</summary>
internal static class ForwardedRequests
{
    public static void UseForwarded(this IApplicationBuilder app, HttpOptions options)
    {
        if (options.TrustedProxies.Length == 0)
        {
            return;
        }

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

        app.UseForwardedHeaders(forwarded);
    }
}
