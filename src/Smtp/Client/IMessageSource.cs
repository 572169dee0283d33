namespace MsLite.Smtp.Client;

/// <summary>A message that can be written to a next hop: CR LF line ends, dots not doubled, no end-of-data line.</summary>
public interface IMessageSource
{
    /// <summary>Bytes, as SIZE= announces them (RFC 1870 §5).</summary>
    long Length { get; }

    /// <summary>Writes the whole message. Called again only when nothing of the first attempt can have been taken.</summary>
    /// <exception cref="IOException">The message can no longer be read.</exception>
    ValueTask CopyToAsync(IMessageSink destination, CancellationToken ct);
}
