namespace MsLite.Web.Http;

/// <summary>What every answer says to the browser about what the page may do.</summary>
internal static class SecurityHeaders
{
    // Scripts from us alone and none in the page; style attributes, because Radzen sizes its parts with them.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // An answer may have a narrower one of its own.
            headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.Count > 0 ? headers.ContentSecurityPolicy : ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            // Only the message preview is ever framed, and by the panel alone.
            headers.XFrameOptions = context.GetEndpoint()?.Metadata.GetMetadata<FramedByPanel>() is null ? "DENY" : "SAMEORIGIN";
            // "no-referrer" would make a browser hide the origin of our own forms from us.
            headers["Referrer-Policy"] = headers["Referrer-Policy"].Count > 0 ? headers["Referrer-Policy"] : "same-origin";
            if (context.Request.IsHttps)
            {
                // RFC 6797 §8.1: a browser that does not trust the certificate, such as our own, does not heed it.
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return Task.CompletedTask;
        });
        return next(context);
    });
}

/// <summary>On an endpoint whose answer a page of the panel shows in a frame.</summary>
internal sealed record FramedByPanel;
