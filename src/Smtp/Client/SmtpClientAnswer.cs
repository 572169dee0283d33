namespace MsLite.Smtp.Client;

/// <summary>What came of asking the next hop about one recipient.</summary>
/// <param name="IsOfRecipient">It is the reply to RCPT; otherwise <paramref name="Reply"/> says why there is none.</param>
public sealed record SmtpClientAnswer(SmtpReply Reply, bool IsOfRecipient);
