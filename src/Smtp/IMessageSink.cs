namespace MsLite.Smtp;

/// <summary>Takes the bytes of a message as they come off the wire.</summary>
public interface IMessageSink
{
    /// <summary>The chunk is only valid during the call.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct);
}
