namespace MsLite.Smtp.Server;

/// <summary>The bounds within which a client may move. Each default says where it comes from.</summary>
public sealed record SmtpLimits
{
    public static readonly SmtpLimits Default = new();

    /// <summary>Bytes of a line of the message with CR LF. RFC 5321 §4.5.3.1.6 asks for 1000; real mail has far longer ones.</summary>
    public int DataLine { get; init; } = 64 * 1024;

    /// <summary>Bytes of the message's header. Rspamd and Postfix (header_size_limit 100 KB) bound it too; ten times theirs refuses no real mail.</summary>
    public long Header { get; init; } = 1024 * 1024;

    /// <summary>Recipients of a transaction. RFC 5321 §4.5.3.1.8 asks for at least 100; Postfix's smtpd_recipient_limit is 1000.</summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>Syntax errors and commands out of order in a session; the last one ends it. Half of Postfix's smtpd_hard_error_limit.</summary>
    public int BadCommands { get; init; } = 10;

    /// <summary>Words that are no SMTP command in a session; the last one ends it. chasquid and the original allow three.</summary>
    public int UnrecognisedCommands { get; init; } = 3;

    /// <summary>For a whole command line to arrive, and for a reply to be taken. RFC 5321 §4.5.3.2.7: at least 5 minutes.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the next bytes of a message to arrive. RFC 5321 §4.5.3.2.5: 3 minutes.</summary>
    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>For one whole message. RFC 5321 §4.5.3.2 has no bound; without one a client could hold a session for ever.</summary>
    public TimeSpan Data { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For the whole session: no new command is taken after it. Postfix's clients reuse a connection for 5 minutes.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes a second that a message must come at, on the average. Kestrel asks 240 of HTTP bodies; mail has slower lines.</summary>
    public int DataRate { get; init; } = 100;

    /// <summary>How long we wait for a message's bytes before the rate counts.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For the TLS handshake. Kestrel allows HTTPS 10 seconds; mail servers do slower arithmetic.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the last reply to be taken, when the connection is done with.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the greeting waits for a PROXY header from a trusted proxy that may be speaking for itself.</summary>
    public TimeSpan ProxyHeaderStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>For a PROXY header that has begun. The specification asks for at least 3 seconds, one retransmission.</summary>
    public TimeSpan ProxyHeader { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a message being read or judged may go on when the program is asked to end.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
