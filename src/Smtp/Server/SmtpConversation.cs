using System.IO.Pipelines;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>
/// One connection from greeting to last reply: reads a command, has it carried out, writes the reply. The only place that catches
/// what goes wrong in a session.
/// </summary>
internal sealed class SmtpConversation(Wire wire, IDuplexPipe transport, SmtpEngine engine, SessionSeat seat, SmtpClientHost peer)
{
    private readonly CommandReader _commands = new(wire, engine.Limits);
    private readonly Misbehaviour _misbehaviour = new(engine.Limits);
    private readonly Welcome _welcome = new(wire, engine, seat, peer);
    private readonly long _end = wire.After(engine.Limits.Session);
    private bool _over;

    /// <param name="ct">Ends what the session is at, at once.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await ConverseAsync(ct);
            await wire.CloseAsync(engine.Limits.Close);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The client went away, or we are told to stop: there is nobody to tell.
            SmtpLog.Ended(engine.Logger, peer.SessionId, peer.EndPoint, e.Message);
        }
        catch (Exception e)
        {
            engine.Metrics.SessionFailed();
            SmtpLog.SessionFailed(engine.Logger, e, peer.SessionId, peer.EndPoint);
            await SayFailedAsync();
        }
    }

    private async ValueTask ConverseAsync(CancellationToken ct)
    {
        var reply = await _welcome.GreetAsync(ct);
        _over = _welcome.Over;
        while (true)
        {
            if (reply is not null)
            {
                ReplyWriter.Write(wire.Output, reply, seat.Utf8);
                engine.Metrics.Replied(reply);
            }

            if (_over || reply is { Closes: true })
            {
                await wire.FlushAsync(wire.After(engine.Limits.Command));
                return;
            }

            reply = await NextReplyAsync(ct);
        }
    }

    // Null when there is nothing to say.
    private async ValueTask<SmtpReply?> NextReplyAsync(CancellationToken ct)
    {
        if (_welcome.HeaderMayFollow)
        {
            await wire.FlushAsync(wire.After(engine.Limits.Command));
            var reply = await _welcome.AwaitHeaderAsync(ct);
            _over = _welcome.Over;
            return reply;
        }

        if (engine.Time.GetTimestamp() > _end)
        {
            return Tell("", SmtpReplies.SessionTooLong);
        }

        switch (await _commands.NextAsync())
        {
            case CommandRead.Command:
                var verb = _commands.Command.Verb;
                return Tell(verb.Word(), await ObeyAsync(_commands.Command, ct));
            case CommandRead.BadLine:
                return Tell(SmtpVerb.Unrecognised.Word(), Count(Answer.Fault(_commands.Refusal), SmtpVerb.Unrecognised));
            case CommandRead.TimedOut:
                return Tell("", SmtpReplies.TimedOut);
            case CommandRead.Draining:
                return Tell("", SmtpReplies.ShuttingDown);
            default:
                _over = true;
                return null;
        }
    }

    // Null when the reply was told where it was sent.
    private SmtpReply? Tell(string command, SmtpReply? reply)
    {
        if (reply is not null)
        {
            seat.Session?.Answered(command, reply);
        }

        return reply;
    }

    private async ValueTask<SmtpReply?> ObeyAsync(SmtpCommand command, CancellationToken ct)
    {
        engine.Metrics.Command(command.Verb);
        switch (command.Verb)
        {
            case SmtpVerb.Unrecognised:
                return Count(Answer.Fault(SmtpReplies.Unrecognised), command.Verb);
            case SmtpVerb.Data or SmtpVerb.StartTls or SmtpVerb.Xclient:
                return seat.Interpreter.Refuse(command) is { } refusal ? Count(refusal, command.Verb)
                    : command.Verb == SmtpVerb.Data ? await DataAsync(ct)
                    : command.Verb == SmtpVerb.StartTls ? await StartTlsAsync()
                    : await XclientAsync(command, ct);
            default:
                return Count(await seat.Interpreter.ExecuteAsync(command, ct), command.Verb);
        }
    }

    private async ValueTask<SmtpReply?> DataAsync(CancellationToken ct)
    {
        _commands.Release();
        var end = await new DataPhase(wire, engine, seat.Client).RunAsync(seat.Interpreter, ct);
        _over = end.IsOver;
        return end.Reply;
    }

    private async ValueTask<SmtpReply?> StartTlsAsync()
    {
        _commands.Release();
        try
        {
            if (await new StartTls(wire, transport, engine, seat.Client).UpgradeAsync(SmtpReplies.StartTls) is { } refusal)
            {
                return refusal;
            }

            seat.Interpreter.Session.Answered(SmtpVerb.StartTls.Word(), SmtpReplies.StartTls);
            seat.Interpreter.StartOver();
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client cannot be told: the connection is neither plain text nor TLS.
            SmtpLog.HandshakeFailed(engine.Logger, seat.Client.SessionId, seat.Client.EndPoint, e.Message);
            _over = true;
        }

        return null;
    }

    private async ValueTask<SmtpReply?> XclientAsync(SmtpCommand command, CancellationToken ct)
    {
        if (!seat.ProxyTrusted)
        {
            return Count(Answer.Fault(SmtpReplies.NotTrusted), command.Verb);
        }

        if (XclientCommand.Apply(command.Argument.Span, seat.Client) is not { } client)
        {
            return Count(Answer.Fault(SmtpReplies.XclientSyntax), command.Verb);
        }

        SmtpLog.Proxied(engine.Logger, peer.SessionId, peer.EndPoint, client.EndPoint);
        return await _welcome.SeatAsync(client, ct);
    }

    private SmtpReply Count(Answer answer, SmtpVerb verb)
    {
        if (!answer.Bad)
        {
            return answer.Reply;
        }

        var reply = answer.Reply == SmtpReplies.Unrecognised ? _misbehaviour.Unrecognised() : _misbehaviour.Bad(answer.Reply);
        engine.Metrics.Bad(reply);
        SmtpLog.BadCommand(engine.Logger, peer.SessionId, peer.EndPoint, verb, reply);
        return reply;
    }

    private async ValueTask SayFailedAsync()
    {
        try
        {
            ReplyWriter.Write(wire.Output, SmtpReplies.Failed, utf8: false);
            await wire.FlushAsync(wire.After(engine.Limits.Close));
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException or InvalidOperationException)
        {
            SmtpLog.Ended(engine.Logger, peer.SessionId, peer.EndPoint, e.Message);
        }
    }
}
