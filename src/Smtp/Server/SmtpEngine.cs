using Microsoft.Extensions.Logging;

namespace MsLite.Smtp.Server;

/// <summary>What all conversations of one server have in common. A conversation keeps the one that it began with: options that change count for the next.</summary>
internal sealed class SmtpEngine(
    SmtpServerOptions options,
    ISmtpSessionFactory sessions,
    TimeProvider time,
    SmtpMetrics metrics,
    ILogger logger)
{
    public SmtpServerOptions Options { get; } = options;

    public SmtpLimits Limits => Options.Limits;

    public ISmtpSessionFactory Sessions { get; } = sessions;

    public TimeProvider Time { get; } = time;

    public SmtpMetrics Metrics { get; } = metrics;

    public ILogger Logger { get; } = logger;

    public ConnectionCounter Connections { get; private init; } = new();

    /// <summary>Signalled when sessions must end, whatever they are at.</summary>
    public CancellationToken Stopped { get; init; }

    /// <summary>The same server with other options.</summary>
    public SmtpEngine With(SmtpServerOptions options) => new(options, Sessions, Time, Metrics, Logger) { Connections = Connections, Stopped = Stopped };
}
