namespace MsLite.Smtp.Server;

/// <summary>A reply, and whether the command was bad: too many bad ones end the session.</summary>
internal readonly record struct Answer(SmtpReply Reply, bool Bad)
{
    public static Answer To(SmtpReply reply) => new(reply, Bad: false);

    public static Answer Fault(SmtpReply reply) => new(reply, Bad: true);
}
