using System.Net;
using Microsoft.Extensions.Logging;

namespace MsLite.Smtp.Client;

/// <summary>What the client writes into the log: the causes, which the replies that are passed on do not tell. The next free event id is 406.</summary>
internal static partial class SmtpClientLog
{
    [LoggerMessage(400, LogLevel.Warning, "The next hop {NextHop} did not take a message: {Cause}. The reply passed on: {Reply}")]
    public static partial void NotTaken(ILogger logger, string nextHop, string cause, string reply);

    [LoggerMessage(401, LogLevel.Warning, "No connection to the next hop {NextHop} came free in time; all {Count} are in use")]
    public static partial void Busy(ILogger logger, string nextHop, int count);

    [LoggerMessage(402, LogLevel.Warning, "The next hop {NextHop} is spoken to without TLS for ten minutes: {Cause}")]
    public static partial void NoTls(ILogger logger, EndPoint nextHop, string cause);

    [LoggerMessage(403, LogLevel.Warning, "The host {Host} of the next hop is left out for a minute: {Cause}. Now {Other} is tried.")]
    public static partial void Next(ILogger logger, EndPoint host, string cause, EndPoint other);

    [LoggerMessage(404, LogLevel.Warning, "The next hop {NextHop} could not be asked about a recipient: {Cause}")]
    public static partial void Unanswered(ILogger logger, string nextHop, string cause);

    [LoggerMessage(405, LogLevel.Warning, "The next hop {NextHop} is spoken to without TLS, this once: {Cause}")]
    public static partial void NoTlsOnce(ILogger logger, EndPoint nextHop, string cause);
}
