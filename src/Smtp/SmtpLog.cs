using System.Net;
using Microsoft.Extensions.Logging;

namespace MsLite.Smtp;

/// <summary>What the engine writes into the log. A client's fault is no error of ours: it is told at Debug. The next free event id is 113.</summary>
internal static partial class SmtpLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Session} {Client} connected.")]
    public static partial void Connected(ILogger logger, string session, IPEndPoint client);

    [LoggerMessage(101, LogLevel.Debug, "{Session} {Client} ended: {Cause}.")]
    public static partial void Ended(ILogger logger, string session, IPEndPoint client, string cause);

    [LoggerMessage(102, LogLevel.Debug, "{Session} {Client} was turned away: {Reply}")]
    public static partial void TurnedAway(ILogger logger, string session, IPEndPoint client, SmtpReply reply);

    [LoggerMessage(103, LogLevel.Debug, "{Session} {Client} sent a bad {Verb} command: {Reply}")]
    public static partial void BadCommand(ILogger logger, string session, IPEndPoint client, Protocol.SmtpVerb verb, SmtpReply reply);

    [LoggerMessage(104, LogLevel.Warning,
        "{Session} {Client} sent commands in plain text behind STARTTLS. The connection was closed and none of them carried out (RFC 3207 §4.2).")]
    public static partial void PlaintextAfterStartTls(ILogger logger, string session, IPEndPoint client);

    [LoggerMessage(105, LogLevel.Debug, "{Session} {Client} is now in TLS: {Tls}.")]
    public static partial void Secured(ILogger logger, string session, IPEndPoint client, string tls);

    [LoggerMessage(106, LogLevel.Debug, "{Session} {Client} failed the TLS handshake: {Cause}")]
    public static partial void HandshakeFailed(ILogger logger, string session, IPEndPoint client, string cause);

    [LoggerMessage(107, LogLevel.Warning, "{Session} The trusted proxy {Proxy} sent a malformed PROXY header. The connection was closed.")]
    public static partial void BadProxyHeader(ILogger logger, string session, IPEndPoint proxy);

    [LoggerMessage(108, LogLevel.Debug, "{Session} The trusted proxy {Proxy} speaks for {Client}.")]
    public static partial void Proxied(ILogger logger, string session, IPEndPoint proxy, IPEndPoint client);

    [LoggerMessage(109, LogLevel.Error, "{Session} {Client}: the session failed. The client was told 421 4.3.0 and keeps its mail; other sessions go on.")]
    public static partial void SessionFailed(ILogger logger, Exception exception, string session, IPEndPoint client);

    [LoggerMessage(110, LogLevel.Error, "{Session} {Client}: a message was answered with {Reply} before all of it was read. The client was told 451 4.3.0.")]
    public static partial void AcceptedUnread(ILogger logger, string session, IPEndPoint client, SmtpReply reply);

    [LoggerMessage(111, LogLevel.Debug, "{Session} {Client} spoke before the greeting.")]
    public static partial void EarlyTalker(ILogger logger, string session, IPEndPoint client);

    [LoggerMessage(112, LogLevel.Error, "{Session} {Client}: the session could not be closed.")]
    public static partial void DisposeFailed(ILogger logger, Exception exception, string session, IPEndPoint client);
}
