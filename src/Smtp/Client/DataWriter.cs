namespace MsLite.Smtp.Client;

/// <summary>The message on its way into DATA: dots doubled, gathered into large writes.</summary>
internal sealed class DataWriter(SmtpClientConnection connection) : IMessageSink
{
    private DotStuffer _stuffer;

    /// <exception cref="SmtpClientException">The next hop takes no more, or the message has a bare CR or LF.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        var rest = chunk[Put(chunk.Span)..];
        while (!rest.IsEmpty)
        {
            await FlushAsync();
            rest = rest[Put(rest.Span)..];
        }
    }

    /// <summary>Puts the end-of-data line behind the message, without sending it.</summary>
    public async ValueTask FinishAsync()
    {
        if (connection.Channel.Free.Length < "\r\n.\r\n".Length)
        {
            await FlushAsync();
        }

        // RFC 5321 §4.1.1.4: the CR LF before the dot is the message's own last one, where it has one.
        _stuffer.RequireNoBareEnd();
        connection.Channel.Append(_stuffer.IsAtLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
    }

    private int Put(ReadOnlySpan<byte> chunk)
    {
        var taken = _stuffer.Stuff(chunk, connection.Channel.Free, out var written);
        connection.Channel.Advance(written);
        return taken;
    }

    private async ValueTask FlushAsync()
    {
        connection.Allow(connection.Limits.DataBlock);
        try
        {
            await connection.Channel.FlushAsync();
        }
        catch (Exception fault) when (SmtpClientConnection.IsNetworkFault(fault))
        {
            // Kept apart from faults of the message's own storage.
            throw connection.Lost(fault, SmtpClientReplies.Lost);
        }
    }
}
