using System.Buffers;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>
/// Takes one command after the other off the wire. Replies are sent when nothing whole is left to answer: one flush for a
/// pipelined batch (RFC 2920 §3.2).
/// </summary>
internal sealed class CommandReader(Wire wire, SmtpLimits limits)
{
    // A client that never pauses must not pile up replies.
    private const int MaxUnflushed = 16 * 1024;

    // RFC 8446 §5.1: a client that begins with a TLS record takes this port for another one, and would wait for ever.
    private const byte TlsHandshake = 22;

    private readonly LineReader _lines = new();
    private bool _fresh = true;
    private SequencePosition? _consumed;

    /// <summary>Valid until the next call.</summary>
    public SmtpCommand Command { get; private set; }

    /// <summary>What to say to a bad line.</summary>
    public SmtpReply Refusal { get; private set; } = SmtpReplies.EmptyLine;

    public async ValueTask<CommandRead> NextAsync()
    {
        Release();
        long? deadline = null;
        while (!wire.Draining)
        {
            if (wire.Output.UnflushedBytes > MaxUnflushed && !await wire.FlushAsync(wire.After(limits.Command)))
            {
                return CommandRead.Closed;
            }

            if (!wire.TryRead())
            {
                if (!await wire.FlushAsync(wire.After(limits.Command)))
                {
                    return CommandRead.Closed;
                }

                // The clock runs for the whole line: a byte now and then does not stop it.
                deadline ??= wire.After(limits.Command);
                var read = await wire.ReadAsync(deadline.Value, endsOnDrain: true);
                if (read != WireRead.Bytes)
                {
                    return ToCommandRead(read);
                }
            }

            if (Take() is { } found)
            {
                return found;
            }

            if (wire.Completed)
            {
                return CommandRead.Closed;
            }
        }

        return CommandRead.Draining;
    }

    /// <summary>Gives the command's bytes back: what follows on the wire is no command, but data or TLS.</summary>
    public void Release()
    {
        if (_consumed is { } consumed)
        {
            _consumed = null;
            wire.Advance(consumed, consumed);
        }
    }

    private CommandRead? Take()
    {
        var buffer = wire.Buffer;
        if (_fresh && !buffer.IsEmpty)
        {
            _fresh = false;
            if (buffer.FirstSpan[0] == TlsHandshake)
            {
                _consumed = buffer.End;
                Refusal = SmtpReplies.SpeaksTls;
                return CommandRead.BadLine;
            }
        }

        var status = _lines.TryRead(ref buffer, out var line);
        if (status == LineStatus.NotYet)
        {
            wire.Advance(buffer.Start, buffer.End);
            return null;
        }

        _consumed = buffer.Start;
        if (status != LineStatus.Line || line.IsEmpty)
        {
            Refusal = RefusalOf(status);
            return CommandRead.BadLine;
        }

        Command = SmtpCommandParser.Parse(line.IsSingleSegment ? line.First : line.ToArray());
        return CommandRead.Command;
    }

    private static SmtpReply RefusalOf(LineStatus status) => status switch
    {
        LineStatus.TooLong => SmtpReplies.LineTooLong,
        LineStatus.BareLineFeed => SmtpReplies.BareLineFeed,
        LineStatus.ControlCharacter => SmtpReplies.ControlCharacter,
        _ => SmtpReplies.EmptyLine,
    };

    private static CommandRead ToCommandRead(WireRead read) => read switch
    {
        WireRead.TimedOut => CommandRead.TimedOut,
        WireRead.Draining => CommandRead.Draining,
        _ => CommandRead.Closed,
    };
}
