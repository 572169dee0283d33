using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using MsLite.Admin;
using MsLite.Web.SignIn;

namespace MsLite.Web.Http;

/// <summary>
/// How often one address may send a form of the sign-in, or ask the REST interface: enough for any script, too little to take the
/// machine from the mail.
/// </summary>
internal static class RequestRates
{
    private const int SignInsPerMinute = 30;
    private const int RequestsPerSecond = 1_000;
    private const int RequestsAtOnce = 5_000;

    public static IServiceCollection AddRequestRates(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext, rejected.Lease));
    });

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var client = (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
        var path = context.Request.Path;
        if (ApiRoot.Matches(path))
        {
            return RateLimitPartition.GetTokenBucketLimiter("api " + client, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = RequestsAtOnce,
                TokensPerPeriod = RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            });
        }

        return HttpMethods.IsPost(context.Request.Method) && (path.StartsWithSegments(AdminUrls.SignIn, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(AdminUrls.Setup, StringComparison.OrdinalIgnoreCase))
            ? RateLimitPartition.GetFixedWindowLimiter("in " + client, _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("");
    }

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Too many requests came from this address. Try again later.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
    }
}
