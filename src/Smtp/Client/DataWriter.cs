namespace MsLite.Smtp.Client;

/// <summary>The message on its way into DATA: dots doubled, gathered into large writes.</summary>
/// <param name="flush">Sends what the channel has gathered.</param>
internal sealed class DataWriter(SmtpChannel channel, Func<ValueTask> flush) : IMessageSink
{
    private DotStuffer _stuffer;

    /// <exception cref="SmtpClientException">The next hop takes no more, or the message has a bare CR or LF.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        var rest = chunk[Put(chunk.Span)..];
        while (!rest.IsEmpty)
        {
            await flush();
            rest = rest[Put(rest.Span)..];
        }
    }

    /// <summary>Puts the end-of-data line behind the message, without sending it.</summary>
    public async ValueTask FinishAsync()
    {
        if (channel.Free.Length < "\r\n.\r\n".Length)
        {
            await flush();
        }

        // RFC 5321 §4.1.1.4: the CR LF before the dot is the message's own last one, where it has one.
        _stuffer.RequireNoBareEnd();
        channel.Append(_stuffer.IsAtLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
    }

    private int Put(ReadOnlySpan<byte> chunk)
    {
        var taken = _stuffer.Stuff(chunk, channel.Free, out var written);
        channel.Advance(written);
        return taken;
    }
}
