using Microsoft.Extensions.Logging;

namespace MsLite.Smtp.Server;

/// <summary>What all conversations of one server have in common.</summary>
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

    public ConnectionCounter Connections { get; } = new(options);

    /// <summary>Signalled when sessions must end, whatever they are at.</summary>
    public CancellationToken Stopped { get; init; }
}
