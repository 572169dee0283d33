namespace MsLite.Smtp.Client;

/// <summary>How long we wait for a next hop and how much of it we put up with. Times are RFC 5321 §4.5.3.2's unless said otherwise.</summary>
public sealed record SmtpClientLimits
{
    public static readonly SmtpClientLimits Default = new();

    /// <summary>Connections to one next hop at a time; Postfix takes 50 from one client.</summary>
    public int MaxConnections { get; init; } = 32;

    /// <summary>
    /// All waits of a message up to the sending of its end, together. A client waits ten minutes for our reply (RFC 5321 §4.5.3.2.6); if
    /// the next hop took a message whose client had left, it would get it twice. Ours.
    /// </summary>
    public TimeSpan HandOver { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>How long a message waits for a free connection before its client is told to come again. Ours.</summary>
    public TimeSpan ConnectionWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An unused connection is closed after this; a Postfix under stress closes after 10 s, otherwise after 300. Ours.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>No connection is used longer, so that a next hop behind a balancer is not clung to (Postfix's smtp_connection_reuse_time_limit).</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>All of a name's addresses together (Postfix's smtp_connect_timeout).</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From connecting to one host until it is ready for MAIL. Ours.</summary>
    public TimeSpan Opening { get; init; } = TimeSpan.FromMinutes(8);

    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>EHLO, MAIL, RCPT, RSET and the like.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan DataInitiation { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan DataTermination { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long we look for the reply of a next hop that stopped taking the message.</summary>
    public TimeSpan LastWords { get; init; } = TimeSpan.FromSeconds(5);
}
