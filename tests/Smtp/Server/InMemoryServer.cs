using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Harness;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>The engine with a standing clock and connections of memory.</summary>
internal sealed class InMemoryServer : IDisposable
{
    private readonly SmtpConnectionHandler _handler;
    private readonly SmtpMetrics _metrics = new();
    private int _number;

    public InMemoryServer(Action<SmtpServerOptions>? configure = null)
    {
        configure?.Invoke(Options);
        _handler = new SmtpConnectionHandler(
            Microsoft.Extensions.Options.Options.Create(Options), Sessions, _metrics, NullLogger<SmtpConnectionHandler>.Instance, Clock);
    }

    public SmtpServerOptions Options { get; } = new();

    public FakeSessions Sessions { get; } = new();

    public ManualClock Clock { get; } = new();

    public SmtpMetrics Metrics => _metrics;

    /// <summary>A client at 192.0.2.7, unless it says otherwise.</summary>
    public TestClient Connect(string address = "192.0.2.7")
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        var connection = new DefaultConnectionContext($"c{++_number}", new Duplex(toServer.Reader, toClient.Writer), new Duplex(toClient.Reader, toServer.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40_000 + _number),
            LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25),
        };
        var lifetime = new Lifetime();
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        var running = RunAsync(connection);
        return new TestClient(connection.Application!, running, lifetime.RequestClose);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _metrics.Dispose();
    }

    private async Task RunAsync(ConnectionContext connection)
    {
        try
        {
            await _handler.OnConnectedAsync(connection);
        }
        finally
        {
            // As Kestrel does.
            await connection.Transport.Input.CompleteAsync();
            await connection.Transport.Output.CompleteAsync();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly CancellationTokenSource _requested = new();

        public CancellationToken ConnectionClosedRequested
        {
            get => _requested.Token;
            set => throw new NotSupportedException();
        }

        public void RequestClose() => _requested.Cancel();

        public void Dispose() => _requested.Dispose();
    }
}
