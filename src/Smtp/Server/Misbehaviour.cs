namespace MsLite.Smtp.Server;

/// <summary>Counts what a client does wrong in a session and says when it is enough.</summary>
internal sealed class Misbehaviour(SmtpLimits limits)
{
    private int _bad;
    private int _unrecognised;

    /// <summary>Counts a word that is no command. Contract §4: 500 5.5.1 each, and 521 5.5.1 at the third.</summary>
    public SmtpReply Unrecognised() =>
        ++_unrecognised >= limits.UnrecognisedCommands ? SmtpReplies.TooManyUnrecognised : Bad(SmtpReplies.Unrecognised);

    /// <summary>Counts a bad command; gives <paramref name="reply"/>, or the one that ends the session.</summary>
    public SmtpReply Bad(SmtpReply reply) => ++_bad >= limits.BadCommands ? SmtpReplies.TooManyErrors : reply;
}
