using System.Diagnostics.Metrics;
using System.Globalization;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp;

/// <summary>What the engine counts.</summary>
public sealed class SmtpMetrics : IDisposable
{
    public const string MeterName = "MsLite.Smtp";

    private readonly Meter _meter;
    private readonly Counter<long> _connections;
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _turnedAway;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _bad;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _handshakes;
    private readonly Counter<long> _failures;
    private long _openNow;

    public SmtpMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _connections = _meter.CreateCounter<long>("smtp.connections", description: "Connections accepted.");
        _open = _meter.CreateUpDownCounter<long>("smtp.connections.open", description: "Connections open now.");
        _turnedAway = _meter.CreateCounter<long>("smtp.connections.refused", description: "Connections turned away, by reply.");
        _commands = _meter.CreateCounter<long>("smtp.commands", description: "Commands carried out or refused, by verb.");
        _bad = _meter.CreateCounter<long>("smtp.commands.bad", description: "Commands with wrong syntax or out of order, by reply.");
        _messages = _meter.CreateCounter<long>("smtp.messages", description: "Answers to a whole message, by code.");
        _bytes = _meter.CreateCounter<long>("smtp.messages.bytes", "By", "Bytes of messages read.");
        _handshakes = _meter.CreateCounter<long>("smtp.tls.handshakes", description: "TLS handshakes, by outcome.");
        _failures = _meter.CreateCounter<long>("smtp.sessions.failed", description: "Sessions that ended by a fault of ours.");
    }

    /// <summary>Connections open at this moment.</summary>
    public long OpenConnections => Interlocked.Read(ref _openNow);

    public void Dispose() => _meter.Dispose();

    internal void Opened()
    {
        Interlocked.Increment(ref _openNow);
        _connections.Add(1);
        _open.Add(1);
    }

    internal void Closed()
    {
        Interlocked.Decrement(ref _openNow);
        _open.Add(-1);
    }

    internal void TurnedAway(SmtpReply reply) => _turnedAway.Add(1, new KeyValuePair<string, object?>("reply", CodeOf(reply)));

    internal void Command(SmtpVerb verb)
    {
        if (_commands.Enabled)
        {
            _commands.Add(1, new KeyValuePair<string, object?>("verb", verb.ToString()));
        }
    }

    internal void Bad(SmtpReply reply) => _bad.Add(1, new KeyValuePair<string, object?>("reply", CodeOf(reply)));

    internal void Message(SmtpReply reply, long bytes)
    {
        if (_messages.Enabled)
        {
            _messages.Add(1, new KeyValuePair<string, object?>("code", reply.Code));
        }

        _bytes.Add(bytes);
    }

    internal void Handshake(bool succeeded) => _handshakes.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));

    internal void SessionFailed() => _failures.Add(1);

    private static string CodeOf(SmtpReply reply) =>
        reply.Enhanced is null ? reply.Code.ToString(CultureInfo.InvariantCulture) : $"{reply.Code} {reply.Enhanced}";
}
