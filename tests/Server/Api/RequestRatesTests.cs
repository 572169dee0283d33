using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MsLite.Web.Http;

namespace MsLite.Web.Tests.Api;

/// <summary>How much one address may ask of the interface.</summary>
public sealed class RequestRatesTests : IDisposable
{
    private const int AtOnce = 5_000;

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddRequestRates().BuildServiceProvider();

    private RateLimiterOptions Options => _services.GetRequiredService<IOptions<RateLimiterOptions>>().Value;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Whoever_asks_too_much_is_told_when_to_come_again_and_others_do_not_notice()
    {
        var limiter = Options.GlobalLimiter!;
        using var first = limiter.AttemptAcquire(Request("192.0.2.7", "/api/v1/domains"), AtOnce);
        var busy = Request("192.0.2.7", "/api/v1/messages");
        using var second = limiter.AttemptAcquire(busy, AtOnce);
        using var other = limiter.AttemptAcquire(Request("192.0.2.8", "/api/v1/messages"), AtOnce);
        using var page = limiter.AttemptAcquire(Request("192.0.2.7", "/quarantine"), AtOnce);

        await Options.OnRejected!(new OnRejectedContext { HttpContext = busy, Lease = second }, CancellationToken.None);

        Assert.Equal((true, false, true, true), (first.IsAcquired, second.IsAcquired, other.IsAcquired, page.IsAcquired));
        Assert.Equal((429, "application/problem+json"), (busy.Response.StatusCode, busy.Response.ContentType?.Split(';')[0]));
        Assert.InRange(int.Parse(busy.Response.Headers.RetryAfter.ToString(), System.Globalization.CultureInfo.InvariantCulture), 1, 10);
    }

    private DefaultHttpContext Request(string client, string path)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(client);
        context.Request.Path = path;
        return context;
    }
}
