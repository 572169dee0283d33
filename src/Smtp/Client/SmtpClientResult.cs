namespace MsLite.Smtp.Client;

/// <summary>What the next hop said of each recipient, in their order.</summary>
/// <param name="IsSplit">The recipients were answered differently, so the message was not sent to any: the replies are RCPT's own.</param>
public sealed record SmtpClientResult(IReadOnlyList<SmtpReply> Replies, bool IsSplit = false)
{
    internal static SmtpClientResult ForAll(SmtpReply reply, int count)
    {
        var replies = new SmtpReply[count];
        Array.Fill(replies, reply);
        return new SmtpClientResult(replies);
    }
}
