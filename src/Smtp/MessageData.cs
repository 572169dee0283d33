namespace MsLite.Smtp;

/// <summary>The bytes of one message on the wire: doubled dots undone, CR LF kept, its end and its limits guarded.</summary>
public abstract class MessageData
{
    /// <summary>
    /// Writes the message to <paramref name="destination"/> up to its end. Gives null when the whole message was read and is sound;
    /// otherwise the rest has been read and thrown away and the reply says why it is refused (552 5.3.4 too large, 554 5.6.11 bare
    /// CR or LF, …): what was written is then to be dropped. Called once.
    /// </summary>
    /// <exception cref="OperationCanceledException">The client went away or was too slow.</exception>
    public abstract ValueTask<SmtpReply?> CopyToAsync(IMessageSink destination, CancellationToken ct);
}
