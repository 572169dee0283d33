namespace MsLite.Smtp;

/// <summary>The answer to a whole message: one reply, or with PRDR one for each recipient and a last one for all.</summary>
/// <param name="Final">The reply to the end of data; with PRDR the last one.</param>
/// <param name="PerRecipient">In the order of the accepted RCPT commands; null when PRDR was not asked for.</param>
public sealed record DataReply(SmtpReply Final, IReadOnlyList<SmtpReply>? PerRecipient = null);
