using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>A message given as bytes, handed over in pieces of any size.</summary>
internal sealed class BytesSource(byte[] bytes, int step = int.MaxValue) : IMessageSource
{
    public long Length => bytes.Length;

    /// <summary>Called before each piece is written.</summary>
    public Action<int> Before { get; init; } = _ => { };

    public async ValueTask CopyToAsync(IMessageSink destination, CancellationToken ct)
    {
        for (var at = 0; at < bytes.Length; at += Math.Min(step, bytes.Length - at))
        {
            Before(at);
            await destination.WriteAsync(bytes.AsMemory(at, Math.Min(step, bytes.Length - at)), ct);
        }
    }
}
