namespace MsLite.Smtp.Server;

/// <summary>From the accepted connection to the greeting: is there room, who is it, what does the session say to him.</summary>
internal sealed class Welcome(Wire wire, SmtpEngine engine, SessionSeat seat, SmtpClientHost peer)
{
    private readonly ProxyProtocol _proxy = new(wire, engine.Limits);

    /// <summary>A trusted proxy has said nothing yet: its PROXY header may still be on the way.</summary>
    public bool HeaderMayFollow { get; private set; }

    /// <summary>The connection is of no use: the client is gone, or its PROXY header is malformed.</summary>
    public bool Over { get; private set; }

    /// <summary>The greeting, or what turns the client away; null when it is over.</summary>
    public async ValueTask<SmtpReply?> GreetAsync(CancellationToken ct)
    {
        if (wire.Draining || engine.Options.Overloaded())
        {
            return TurnAway(peer, wire.Draining ? SmtpReplies.ShuttingDown : SmtpReplies.Overloaded);
        }

        var client = seat.ProxyTrusted ? await NameAsync(engine.Limits.ProxyHeaderStart) : peer;
        if (client is null)
        {
            return null;
        }

        var reply = await SeatAsync(client, ct);
        NoteEarlyTalker(client);
        return reply;
    }

    /// <summary>
    /// Waits for the first bytes behind a greeting that a trusted proxy got for itself. A header that came late takes effect
    /// silently, since there is one greeting only. Null when there is nothing to say.
    /// </summary>
    public async ValueTask<SmtpReply?> AwaitHeaderAsync(CancellationToken ct)
    {
        HeaderMayFollow = false;
        var client = await NameAsync(engine.Limits.Command);
        if (HeaderMayFollow)
        {
            HeaderMayFollow = false;
            return wire.Draining ? SmtpReplies.ShuttingDown : SmtpReplies.TimedOut;
        }

        if (client is null || ReferenceEquals(client, peer))
        {
            return null;
        }

        var reply = await SeatAsync(client, ct);
        return reply.IsPositive ? null : reply;
    }

    /// <summary>Gives the seat to a client and asks the session for its greeting.</summary>
    public async ValueTask<SmtpReply> SeatAsync(SmtpClientHost client, CancellationToken ct)
    {
        if (await seat.TakeAsync(client) is { } refusal)
        {
            return TurnAway(client, refusal);
        }

        SmtpLog.Connected(engine.Logger, client.SessionId, client.EndPoint);
        var reply = await seat.Interpreter.Session.ConnectAsync(ct);
        return reply.IsPositive ? reply : TurnAway(client, reply with { Closes = true });
    }

    // Null when it is over.
    private async ValueTask<SmtpClientHost?> NameAsync(TimeSpan wait)
    {
        switch (await _proxy.ReadAsync(wait))
        {
            case ProxyProtocol.Outcome.Header:
                var client = _proxy.Apply(peer);
                SmtpLog.Proxied(engine.Logger, peer.SessionId, peer.EndPoint, client.EndPoint);
                seat.ProxyTrusted = engine.Options.TrustedProxies.Contains(client.Address);
                return client;
            case ProxyProtocol.Outcome.Plain:
                return peer;
            case ProxyProtocol.Outcome.Nothing:
                HeaderMayFollow = true;
                return peer;
            case ProxyProtocol.Outcome.Malformed:
                SmtpLog.BadProxyHeader(engine.Logger, peer.SessionId, peer.EndPoint);
                Over = true;
                return null;
            default:
                Over = true;
                return null;
        }
    }

    // RFC 5321 §4.3.1: the client is to wait for the greeting.
    private void NoteEarlyTalker(SmtpClientHost client)
    {
        if (!wire.TryRead())
        {
            return;
        }

        if (!wire.Buffer.IsEmpty)
        {
            client.EarlyTalker = true;
            SmtpLog.EarlyTalker(engine.Logger, client.SessionId, client.EndPoint);
        }

        wire.Advance(wire.Buffer.Start, wire.Buffer.Start);
    }

    private SmtpReply TurnAway(SmtpClientHost client, SmtpReply reply)
    {
        engine.Metrics.TurnedAway(reply);
        SmtpLog.TurnedAway(engine.Logger, client.SessionId, client.EndPoint, reply);
        engine.Sessions.TurnedAway(client, reply);
        return reply;
    }
}
