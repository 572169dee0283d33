using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>The message of one DATA command, read off the wire.</summary>
internal sealed class WireMessageData(Wire wire, SmtpEngine engine) : MessageData
{
    private readonly DataReader _reader = new(engine.Options.MaxMessageSize, engine.Limits.Header, engine.Limits.DataLine);
    private readonly long _end = wire.After(engine.Limits.Data);
    private TimeSpan _waited;
    private long _received;

    /// <summary>The end of the message was read.</summary>
    public bool Ended => _reader.Ended;

    /// <summary>The message went to a sink, whole and sound.</summary>
    public bool Taken { get; private set; }

    /// <summary>The client went away or was too slow: the session is over.</summary>
    public bool Cut { get; private set; }

    /// <summary>What to tell a client that was too slow; null when it went away.</summary>
    public SmtpReply? CutReply { get; private set; }

    /// <summary>Bytes of the message, without doubled dots.</summary>
    public long Length => _reader.Length;

    /// <summary>Why the message is refused; null when it is sound so far.</summary>
    // The order is fixed: which fault was seen first depends on how the bytes arrived.
    public SmtpReply? Refusal => _reader.Faults switch
    {
        DataFaults.None => null,
        var faults when faults.HasFlag(DataFaults.BareLineEnd) => SmtpReplies.BareLineEnd,
        var faults when faults.HasFlag(DataFaults.TooLarge) => SmtpReplies.TooLarge,
        var faults when faults.HasFlag(DataFaults.HeaderTooLarge) => SmtpReplies.HeaderTooLarge,
        _ => SmtpReplies.DataLineTooLong,
    };

    public override async ValueTask<SmtpReply?> CopyToAsync(IMessageSink destination, CancellationToken ct)
    {
        await ReadToEndAsync(destination, ct);
        Taken = _reader.Faults == DataFaults.None;
        return Refusal;
    }

    /// <summary>Reads on to the end and throws away what comes, so that the next command is found.</summary>
    public ValueTask DiscardAsync(CancellationToken ct) => ReadToEndAsync(destination: null, ct);

    private async ValueTask ReadToEndAsync(IMessageSink? destination, CancellationToken ct)
    {
        while (!_reader.Ended)
        {
            if (!wire.TryRead())
            {
                await WaitAsync(ct);
            }

            await TakeAsync(destination, ct);
            if (!_reader.Ended && wire.Completed)
            {
                CutOff(reply: null);
            }
        }
    }

    private async ValueTask TakeAsync(IMessageSink? destination, CancellationToken ct)
    {
        var buffer = wire.Buffer;
        long consumed = 0;
        try
        {
            foreach (var segment in buffer)
            {
                for (var rest = segment; !rest.IsEmpty && !_reader.Ended;)
                {
                    var step = _reader.Read(rest.Span);
                    consumed += step.Consumed;
                    if (step.Content > 0 && destination is not null && _reader.Faults == DataFaults.None)
                    {
                        await destination.WriteAsync(rest[..step.Content], ct);
                    }

                    rest = rest[step.Consumed..];
                }
            }
        }
        finally
        {
            // Also when the sink fails: what was read is read, and the rest can still be thrown away.
            _received += consumed;
            var position = buffer.GetPosition(consumed);
            wire.Advance(position, position);
        }
    }

    private async ValueTask WaitAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var started = engine.Time.GetTimestamp();
        var read = await wire.ReadAsync(Math.Min(wire.After(engine.Limits.DataBlock), _end), endsOnDrain: false);
        _waited += engine.Time.GetElapsedTime(started);
        if (read != WireRead.Bytes)
        {
            CutOff(read == WireRead.TimedOut ? SmtpReplies.TimedOut : null);
        }

        // Only the time spent waiting for the client counts against it.
        var counted = _waited - engine.Limits.DataRateGrace;
        if (counted > TimeSpan.Zero && _received + wire.Buffer.Length < counted.TotalSeconds * engine.Limits.DataRate)
        {
            wire.Advance(wire.Buffer.Start, wire.Buffer.End);
            CutOff(SmtpReplies.TooSlow);
        }
    }

    private void CutOff(SmtpReply? reply)
    {
        Cut = true;
        CutReply = reply;
        throw new OperationCanceledException("The client went away, or was too slow, before the end of its message.");
    }
}
