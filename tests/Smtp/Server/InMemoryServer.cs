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
    private readonly ChangingOptions _monitor;
    private int _number;

    public InMemoryServer(Action<SmtpServerOptions>? configure = null)
    {
        configure?.Invoke(Options);
        _monitor = new ChangingOptions(Options);
        _handler = new SmtpConnectionHandler(
            _monitor, Sessions, _metrics, NullLogger<SmtpConnectionHandler>.Instance, Clock);
    }

    /// <summary>Those that the server began with.</summary>
    public SmtpServerOptions Options { get; } = new();

    public FakeSessions Sessions { get; } = new();

    public ManualClock Clock { get; } = new();

    public SmtpMetrics Metrics => _metrics;

    /// <summary>How often anything was sent.</summary>
    public int Flushes { get; private set; }

    /// <summary>Other options, while it runs.</summary>
    public void Change(SmtpServerOptions options) => _monitor.Change(options);

    /// <summary>A client at 192.0.2.7, unless it says otherwise.</summary>
    public TestClient Connect(string address = "192.0.2.7")
    {
        var toServer = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var toClient = new Pipe(new PipeOptions(writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var connection = new DefaultConnectionContext($"c{++_number}", new Duplex(toServer.Reader, new CountingWriter(toClient.Writer, this)), new Duplex(toClient.Reader, toServer.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40_000 + _number),
            LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25),
        };
        var lifetime = new Lifetime();
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        var running = Task.CompletedTask;
        AtOnce(() => running = RunAsync(connection));
        return new TestClient(connection.Application!, running, lifetime.RequestClose) { Aborted = connection.ConnectionClosed };
    }

    /// <summary>Moves the clock on and on until the server closes the connection; how long that took by the clock.</summary>
    /// <param name="client">Whose connection.</param>
    /// <param name="step">So much at a time.</param>
    /// <param name="each">What the client does before each step.</param>
    public async Task<TimeSpan> UntilClosedAsync(TestClient client, TimeSpan step, Func<Task>? each = null)
    {
        var start = Clock.GetUtcNow();
        while (!client.Server.IsCompleted)
        {
            await (each?.Invoke() ?? Task.CompletedTask);
            Advance(step);
        }

        return Clock.GetUtcNow() - start;
    }

    /// <summary>Moves the clock, and returns when the server has done what it does at that.</summary>
    public void Advance(TimeSpan by) => AtOnce(() => Clock.Advance(by));

    /// <summary>
    /// What the server does in consequence of <paramref name="act"/> it does before this returns: its pipes run their continuations
    /// inline, and nothing here makes it go through the thread pool.
    /// </summary>
    public static void AtOnce(Action act)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
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

    private sealed class CountingWriter(PipeWriter writer, InMemoryServer server) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => writer.UnflushedBytes;

        public override void Advance(int bytes) => writer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            server.Flushes++;
            return writer.FlushAsync(cancellationToken);
        }
    }

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
