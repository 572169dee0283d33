namespace MsLite.Harness;

/// <summary>One message as the next hop got it.</summary>
/// <param name="From">The return path, without angle brackets.</param>
/// <param name="MailParameters">What followed the path in MAIL, e.g. "SIZE=200 BODY=8BITMIME".</param>
/// <param name="Recipients">Only those it answered 2xx.</param>
/// <param name="Content">Byte for byte, dots undone, without the end of data.</param>
/// <param name="Reply">What it answered (or was about to, when the connection broke).</param>
public sealed record NextHopMessage(
    string From, string MailParameters, IReadOnlyList<NextHopRecipient> Recipients, byte[] Content, string Reply)
{
    public bool Accepted => Reply.StartsWith('2');
}

/// <param name="Address">Without angle brackets.</param>
/// <param name="Parameters">What followed the path in RCPT, e.g. "NOTIFY=NEVER".</param>
public sealed record NextHopRecipient(string Address, string Parameters);

/// <summary>The places where the next hop can be told to misbehave.</summary>
public enum NextHopStage
{
    /// <summary>The greeting.</summary>
    Connect,
    Hello,
    Mail,
    Rcpt,

    /// <summary>The reply to the command DATA.</summary>
    Data,

    /// <summary>The reply to the end of data.</summary>
    Content,
}
