using MsLite.Smtp;

namespace MsLite.Filter.Spool;

/// <summary>Takes whole messages off the wire before anything is decided about them.</summary>
public sealed class MessageSpool(MsLiteOptions options)
{
    private readonly string _directory = Path.Combine(options.StateRoot, "spool");

    /// <summary>The message, or the engine's refusal of it (too large, bare line ends); never both.</summary>
    /// <exception cref="IOException">The spool's disk is full or broken. The message was read to its end all the same, so the conversation can go on.</exception>
    public async ValueTask<(SpooledMessage? Message, SmtpReply? Refusal)> ReceiveAsync(MessageData data, CancellationToken ct)
    {
        using var writer = new SpoolWriter(_directory);
        var refusal = await data.CopyToAsync(writer, ct);
        return refusal is null ? (writer.Finish(), null) : (null, refusal);
    }

    /// <summary>A message from elsewhere than the wire: a file to explain, a copy to release.</summary>
    public async ValueTask<SpooledMessage> ReadAsync(Stream content, CancellationToken ct)
    {
        using var writer = new SpoolWriter(_directory);
        var buffer = new byte[16384];
        while (await content.ReadAsync(buffer, ct) is var count && count > 0)
        {
            await writer.WriteAsync(buffer.AsMemory(0, count), ct);
        }

        return writer.Finish();
    }
}
