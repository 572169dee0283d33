using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MsLite.Smtp.Server;

/// <summary>Takes the connections that Kestrel accepts and holds a conversation over each.</summary>
public sealed class SmtpConnectionHandler : ConnectionHandler, IDisposable
{
    // What the system's send buffer takes at the least; up to this much a socket can be closed at once.
    private const int SendBuffer = 16 * 1024;

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _registration;
    private readonly IDisposable? _changes;
    private volatile SmtpEngine _engine;
    private ITimer? _timer;

    public SmtpConnectionHandler(
        IOptionsMonitor<SmtpServerOptions> options,
        ISmtpSessionFactory sessions,
        SmtpMetrics metrics,
        ILogger<SmtpConnectionHandler> logger,
        TimeProvider? time = null,
        IHostApplicationLifetime? lifetime = null)
    {
        _engine = new SmtpEngine(options.CurrentValue, sessions, time ?? TimeProvider.System, metrics, logger);
        _changes = options.OnChange(changed => _engine = _engine.With(changed));
        _stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
        _registration = _stopping.Register(BeginDrain);
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var engine = _engine;
        engine.Metrics.Opened();
        var wire = new Wire(connection.Transport, engine.Time);
        await using (wire)
        {
            try
            {
                await (engine.Connections.TryEnter(engine.Options) ? ConverseAsync(engine, connection, wire) : TurnAwayAsync(engine, wire));
            }
            finally
            {
                engine.Metrics.Closed();
            }

            LetGo(engine, connection, wire);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _changes?.Dispose();
        _timer?.Dispose();
        _stopped.Dispose();
    }

    private async Task ConverseAsync(SmtpEngine engine, ConnectionContext connection, Wire wire)
    {
        try
        {
            var peer = PeerOf(connection);
            await using var seat = new SessionSeat(engine, engine.Options.TrustedProxies.Contains(peer.Address));

            // Kestrel asks its connections to close when the program ends; the host says so a little earlier.
            var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? _stopping;
            wire.DrainOn(_stopping.IsCancellationRequested ? _stopping : closing);
            await new SmtpConversation(wire, connection.Transport, engine, seat, peer).RunAsync(_stopped.Token);
        }
        finally
        {
            engine.Connections.Leave();
        }
    }

    private static async Task TurnAwayAsync(SmtpEngine engine, Wire wire)
    {
        engine.Metrics.TurnedAway(SmtpReplies.TooManyConnections);
        Protocol.ReplyWriter.Write(wire.Output, SmtpReplies.TooManyConnections, utf8: false);
        await wire.FlushAsync(wire.After(engine.Limits.Close));
    }

    // Kestrel closes a socket when all that was written to it is sent: a client that takes nothing would hold it for ever.
    private static void LetGo(SmtpEngine engine, ConnectionContext connection, Wire wire)
    {
        if (wire.Stuck)
        {
            connection.Abort();
        }
        else if (wire.Sent > SendBuffer)
        {
            _ = AbortLaterAsync(engine, connection);
        }
    }

    private static async Task AbortLaterAsync(SmtpEngine engine, ConnectionContext connection)
    {
        await Task.Delay(engine.Limits.Close, engine.Time);
        connection.Abort();
    }

    private void BeginDrain() => _timer = _engine.Time.CreateTimer(
        static stopped => ((CancellationTokenSource)stopped!).Cancel(),
        _stopped,
        _engine.Limits.Drain,
        Timeout.InfiniteTimeSpan);

    private static SmtpClientHost PeerOf(ConnectionContext connection) => new()
    {
        SessionId = connection.ConnectionId,
        EndPoint = Plain(connection.RemoteEndPoint),
        LocalEndPoint = Plain(connection.LocalEndPoint),
    };

    // A socket that is not IP is one of this machine.
    private static IPEndPoint Plain(EndPoint? end) => end is IPEndPoint ip
        ? new IPEndPoint(NetworkSet.Normalise(ip.Address), ip.Port)
        : new IPEndPoint(IPAddress.Loopback, 0);
}
