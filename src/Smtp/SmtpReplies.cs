namespace MsLite.Smtp;

/// <summary>Every reply the engine itself can give, once. What the application says about a message comes from its session.</summary>
internal static class SmtpReplies
{
    public static readonly SmtpReply Help = new(214, "2.0.0", "Commands: EHLO HELO MAIL RCPT DATA RSET NOOP VRFY HELP STARTTLS QUIT");
    public static readonly SmtpReply StartTls = new(220, "2.0.0", "Ready to start TLS");
    public static readonly SmtpReply Bye = new(221, "2.0.0", "Closing the connection, good bye") { Closes = true };
    public static readonly SmtpReply Reset = new(250, "2.0.0", "Forgotten");
    public static readonly SmtpReply Noop = new(250, "2.0.0", "Still here");
    public static readonly SmtpReply CannotVerify = new(252, "2.5.0", "Cannot verify the user, but will take mail and see");

    // RFC 2034 §4: no enhanced status in 3xx.
    public static readonly SmtpReply PerRecipient = new(353, null, "One reply for each recipient follows, then one for all");
    public static readonly SmtpReply StartData = new(354, null, "Send the message, end it with <CRLF>.<CRLF>");

    public static readonly SmtpReply Failed = new(421, "4.3.0", "Something went wrong here, please try again later") { Closes = true };
    public static readonly SmtpReply ShuttingDown = new(421, "4.3.2", "Shutting down, please try again later") { Closes = true };
    public static readonly SmtpReply Overloaded = new(421, "4.3.2", "Too busy, please try again later") { Closes = true };
    public static readonly SmtpReply TimedOut = new(421, "4.4.2", "Waited too long, closing the connection") { Closes = true };
    public static readonly SmtpReply TooSlow = new(421, "4.4.2", "Data comes too slowly, closing the connection") { Closes = true };
    public static readonly SmtpReply SessionTooLong = new(421, "4.4.2", "Session has lasted too long, please connect again") { Closes = true };
    public static readonly SmtpReply TooManyConnections = new(421, "4.7.0", "Too many connections, please try again later") { Closes = true };
    public static readonly SmtpReply TooManyFromYou = new(421, "4.7.0", "Too many connections from your address, please try again later") { Closes = true };
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors, closing the connection") { Closes = true };
    public static readonly SmtpReply PlaintextAfterStartTls = new(421, "4.7.0", "Commands must not follow STARTTLS in plain text") { Closes = true };
    public static readonly SmtpReply Unread = new(451, "4.3.0", "The message could not be taken, please try again later");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients, please send the others separately");
    public static readonly SmtpReply TlsUnavailable = new(454, "4.7.0", "TLS is not available at the moment");

    public static readonly SmtpReply Unrecognised = new(500, "5.5.1", "Command not recognised");
    public static readonly SmtpReply EmptyLine = new(500, "5.5.2", "Empty line");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly SmtpReply BareLineFeed = new(500, "5.5.2", "Lines end with CR LF, not with a bare LF (RFC 5321 section 2.3.8)");
    public static readonly SmtpReply ControlCharacter = new(500, "5.5.2", "Control characters, bare CR and NUL do not belong in commands (RFC 5321 section 4.1.2)");

    public static readonly SmtpReply HelloSyntax = new(501, "5.5.4", "HELO and EHLO need an argument, the name of your host");
    public static readonly SmtpReply NoArgument = new(501, "5.5.4", "This command takes no argument");
    public static readonly SmtpReply MailSyntax = new(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");
    public static readonly SmtpReply RcptSyntax = new(501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]");
    public static readonly SmtpReply BadSender = new(501, "5.1.7", "Bad sender address syntax");
    public static readonly SmtpReply BadRecipient = new(501, "5.1.3", "Bad recipient address syntax");
    public static readonly SmtpReply SenderTooLong = new(501, "5.1.7", "Sender address too long");
    public static readonly SmtpReply RecipientTooLong = new(501, "5.1.3", "Recipient address too long");
    public static readonly SmtpReply BadParameter = new(501, "5.5.4", "Bad parameter syntax");
    public static readonly SmtpReply DuplicateParameter = new(501, "5.5.4", "A parameter is given twice");
    public static readonly SmtpReply XclientSyntax = new(501, "5.5.4", "Syntax: XCLIENT attribute=value ...");

    public static readonly SmtpReply NotImplemented = new(502, "5.5.1", "Command not implemented");

    public static readonly SmtpReply HelloFirst = new(503, "5.5.1", "Send EHLO or HELO first");
    public static readonly SmtpReply NestedMail = new(503, "5.5.1", "A sender is already given");
    public static readonly SmtpReply MailFirst = new(503, "5.5.1", "Send MAIL first");
    public static readonly SmtpReply RecipientFirst = new(503, "5.5.1", "Send RCPT first");
    public static readonly SmtpReply NotInTransaction = new(503, "5.5.1", "Not possible in a mail transaction");
    public static readonly SmtpReply TlsAlreadyActive = new(503, "5.5.1", "TLS is already active");

    public static readonly SmtpReply TooManyUnrecognised = new(521, "5.5.1", "Too many unrecognised commands, closing the connection") { Closes = true };
    public static readonly SmtpReply NotTrusted = new(550, "5.7.0", "You are not allowed to do that");
    public static readonly SmtpReply TooLarge = new(552, "5.3.4", "Message too large");
    public static readonly SmtpReply HeaderTooLarge = new(552, "5.3.4", "Header of the message too large");
    public static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7", "Address needs SMTPUTF8");
    public static readonly SmtpReply NoValidRecipients = new(554, "5.5.1", "No valid recipients");
    public static readonly SmtpReply SpeaksTls = new(554, "5.5.1", "This port speaks plain SMTP first, use STARTTLS") { Closes = true };
    public static readonly SmtpReply DataLineTooLong = new(554, "5.6.0", "A line of the message is too long");
    public static readonly SmtpReply BareLineEnd = new(554, "5.6.11", "Bare CR or LF in the message, lines end with CR LF (RFC 5321 section 2.3.8)");
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "Parameter not recognised or not implemented");
}
