using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>The replies that policy gives, each once. Protocol's own replies are in MsLite.Smtp.</summary>
internal static class FilterReplies
{
    /// <summary>RFC 5321 §4.2.4: text for people; the reference finds log line and index line.</summary>
    private const int MaxReasonLength = 400;

    public static readonly SmtpReply SenderOk = new(250, "2.1.0", "Sender ok");

    public static readonly SmtpReply RecipientOk = new(250, "2.1.5", "Recipient ok");

    public static readonly SmtpReply OnePolicy =
        new(452, "4.5.3", "One policy per message, please send this recipient separately");

    public static SmtpReply Greeting(string hostname) => new(220, null, $"{hostname} ESMTP MsLite.Web");

    public static SmtpReply Hello(string hostname, string name, SmtpClientHost client) =>
        new(250, null, $"{hostname} Hello {name} [{client.Address}]");

    public static SmtpReply Relay(string domain) => new(550, "5.7.1", $"Relay attempt for {domain}");

    public static SmtpReply Refused(string reason, string id) => new(550, "5.7.1", WithReference(reason, id));

    public static SmtpReply Deferred(string reason, string id) => new(451, "4.7.1", WithReference(reason, id));

    /// <summary>RFC 5321 §6.3.</summary>
    public static SmtpReply Loop(string reason, string id) => new(554, "5.4.6", WithReference(reason, id));

    /// <summary>Neither delivery nor archive could be completed, or the policy changed in between: the client keeps its mail.</summary>
    public static SmtpReply TryAgain(string id) => new(451, "4.3.0", WithReference("Temporary failure, please try again later", id));

    public static SmtpReply NoSpace(string id) => new(452, "4.3.1", WithReference("Insufficient system storage, please try again later", id));

    /// <summary>What the next hop said, with our reference behind its words.</summary>
    public static SmtpReply PassedOn(SmtpReply reply, string id) =>
        new(reply.Code, reply.Enhanced ?? $"{reply.Code / 100}.0.0", WithReference(reply.Text, id));

    private static string WithReference(string text, string id)
    {
        var cut = text.Length <= MaxReasonLength ? text : text[..MaxReasonLength];
        return cut.Length == 0 ? $"[ref {id}]" : $"{cut} [ref {id}]";
    }
}
