using MsLite.Smtp;

namespace MsLite.Filter.Spool;

/// <summary>Takes whole messages off the wire before anything is decided about them.</summary>
public sealed class MessageSpool
{
    /// <summary>The message, or the engine's refusal of it (too large, bare line ends); never both.</summary>
    /// <exception cref="IOException">The spool's disk is full or broken.</exception>
    public ValueTask<(SpooledMessage? Message, SmtpReply? Refusal)> ReceiveAsync(MessageData data, CancellationToken ct) => throw new NotImplementedException();
}
