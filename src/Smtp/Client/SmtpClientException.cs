namespace MsLite.Smtp.Client;

/// <summary>A conversation with a next hop that cannot go on. It never leaves <see cref="SmtpClientPool"/>.</summary>
/// <param name="reply">What the recipients are told.</param>
/// <param name="cause">What happened, for the log.</param>
internal sealed class SmtpClientException(SmtpReply reply, string cause, Exception? inner = null) : Exception(cause, inner)
{
    public SmtpReply Reply { get; } = reply;

    /// <summary>The connection was kept from an earlier message and was gone before this one had begun.</summary>
    public bool IsStale { get; init; }

    /// <summary>TLS was offered and did not come about.</summary>
    public bool IsTls { get; init; }

    /// <summary>The two cannot agree on TLS, so the next attempt would fare no better: it was not only that the connection broke.</summary>
    public bool IsLasting { get; init; }
}
