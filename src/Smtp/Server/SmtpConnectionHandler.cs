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

    private readonly SmtpEngine _engine;
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;

    public SmtpConnectionHandler(
        IOptions<SmtpServerOptions> options,
        ISmtpSessionFactory sessions,
        SmtpMetrics metrics,
        ILogger<SmtpConnectionHandler> logger,
        TimeProvider? time = null,
        IHostApplicationLifetime? lifetime = null)
    {
        _engine = new SmtpEngine(options.Value, sessions, time ?? TimeProvider.System, metrics, logger);
        _stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
        _registration = _stopping.Register(BeginDrain);
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        _engine.Metrics.Opened();
        var wire = new Wire(connection.Transport, _engine.Time);
        await using (wire)
        {
            try
            {
                await (_engine.Connections.TryEnter() ? ConverseAsync(connection, wire) : TurnAwayAsync(wire));
            }
            finally
            {
                _engine.Metrics.Closed();
            }

            LetGo(connection, wire);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _stopped.Dispose();
    }

    private async Task ConverseAsync(ConnectionContext connection, Wire wire)
    {
        try
        {
            var peer = PeerOf(connection);
            await using var seat = new SessionSeat(_engine, _engine.Options.TrustedProxies.Contains(peer.Address));

            // Kestrel asks its connections to close when the program ends; the host says so a little earlier.
            var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? _stopping;
            wire.DrainOn(_stopping.IsCancellationRequested ? _stopping : closing);
            await new SmtpConversation(wire, connection.Transport, _engine, seat, peer).RunAsync(_stopped.Token);
        }
        finally
        {
            _engine.Connections.Leave();
        }
    }

    private async Task TurnAwayAsync(Wire wire)
    {
        _engine.Metrics.TurnedAway(SmtpReplies.TooManyConnections);
        Protocol.ReplyWriter.Write(wire.Output, SmtpReplies.TooManyConnections, utf8: false);
        await wire.FlushAsync(wire.After(_engine.Limits.Close));
    }

    // Kestrel closes a socket when all that was written to it is sent: a client that takes nothing would hold it for ever.
    private void LetGo(ConnectionContext connection, Wire wire)
    {
        if (wire.Stuck)
        {
            connection.Abort();
        }
        else if (wire.Sent > SendBuffer)
        {
            _ = AbortLaterAsync(connection);
        }
    }

    private async Task AbortLaterAsync(ConnectionContext connection)
    {
        await Task.Delay(_engine.Limits.Close, _engine.Time);
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
