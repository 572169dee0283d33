using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Harness;
using MsLite.Web.Api;
using MsLite.Web.Metrics;
using MsLite.Web.SignIn;

namespace MsLite.Web.Tests.Api;

/// <summary>A stream on which nothing happens is kept open, by a clock that the test turns.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();
    private WebApplication _app = null!;
    private string _token = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_clock)
            .AddSingleton(new MsLiteOptions { SrvRoot = _tree.Folder("srv"), SpamRoot = _tree.Folder("spam"), StateRoot = _tree.Folder("state"), Hostname = "mx.example" })
            .AddMetricStore().AddFilter().AddApi().TryAddSingleton<StandingCaller>();
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.User = new Caller("watcher", Role.Viewer, new HashSet<string>()).ToPrincipal("token");
            return next(context);
        });
        LiveApi.Map(_app);
        Assert.True(TokenRequest.TryParse("watcher", "viewer", [], "", _clock, out var request, out var fault), fault);
        _token = (await _app.Services.GetRequiredService<TokenStore>().CreateAsync(request, CancellationToken.None))!;
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task A_silent_stream_is_sent_a_comment_every_fifteen_seconds()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _token) } };
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var lines = new StreamReader(await http.GetStreamAsync(new Uri(new Uri(address), "/api/v1/live")));
        await CommentAsync(lines);

        for (var beat = 0; beat < 3; beat++)
        {
            var since = _clock.GetUtcNow();
            var comment = CommentAsync(lines);
            while (!comment.IsCompleted)
            {
                // The stream asks its clock only while it waits for it.
                _clock.Advance(s_step);
                await Task.WhenAny(comment, Task.Delay(TimeSpan.FromMilliseconds(20)));
            }

            await comment;
            Assert.True(_clock.GetUtcNow() - since >= TimeSpan.FromSeconds(15) - s_step, $"A comment came {_clock.GetUtcNow() - since} after the one before.");
        }
    }

    /// <summary>A line with a colon and nothing, and the empty one behind it: what every reader skips.</summary>
    private static async Task CommentAsync(StreamReader lines)
    {
        Assert.Equal(": ", await lines.ReadLineAsync());
        Assert.Equal("", await lines.ReadLineAsync());
    }
}
