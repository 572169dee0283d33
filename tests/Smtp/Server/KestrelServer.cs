using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MsLite.Harness;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>The engine in a real host on a real socket of loopback.</summary>
internal sealed class KestrelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private KestrelServer(WebApplication app, FakeSessions sessions)
    {
        _app = app;
        Sessions = sessions;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
    }

    public FakeSessions Sessions { get; }

    public IPEndPoint EndPoint { get; }

    public SmtpMetrics Metrics => _app.Services.GetRequiredService<SmtpMetrics>();

    public static async Task<KestrelServer> StartAsync(Action<SmtpServerOptions>? configure = null, TimeSpan? shutdown = null)
    {
        var sessions = new FakeSessions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddLogging();
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdown ?? TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<ISmtpSessionFactory>(sessions);
        builder.Services.AddSmtp(options => configure?.Invoke(options));
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseSmtp()));
        var app = builder.Build();
        await app.StartAsync();
        return new KestrelServer(app, sessions);
    }

    public Task<SmtpTestClient> ConnectAsync() => SmtpTestClient.ConnectAsync(EndPoint);

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
