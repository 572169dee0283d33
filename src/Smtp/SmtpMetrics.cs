using System.Diagnostics.Metrics;
using System.Globalization;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp;

/// <summary>What the engine counts.</summary>
public sealed class SmtpMetrics : IDisposable
{
    public const string MeterName = "MsLite.Smtp";

    private static readonly string?[] s_codes = new string?[600];
    private static readonly string[] s_verbs = [.. Enum.GetNames<SmtpVerb>().Select(name => name.ToUpperInvariant())];

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
    private readonly Counter<long> _refusals;
    private long _openNow;

    public SmtpMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _connections = _meter.CreateCounter<long>("mslite.smtp.connections", description: "Connections accepted.");
        _open = _meter.CreateUpDownCounter<long>("mslite.smtp.connections.open", "{connection}", description: "Connections open now.");
        _turnedAway = _meter.CreateCounter<long>("mslite.smtp.connections.refused", description: "Connections turned away, by reply.");
        _commands = _meter.CreateCounter<long>("mslite.smtp.commands", description: "Commands carried out or refused, by verb.");
        _bad = _meter.CreateCounter<long>("mslite.smtp.commands.bad", description: "Commands with wrong syntax or out of order, by reply.");
        _messages = _meter.CreateCounter<long>("mslite.smtp.messages.answered", description: "Answers to a whole message, by code.");
        _bytes = _meter.CreateCounter<long>("mslite.smtp.received", "By", "Bytes of messages read.");
        _handshakes = _meter.CreateCounter<long>("mslite.smtp.tls.handshakes", description: "TLS handshakes, by outcome.");
        _failures = _meter.CreateCounter<long>("mslite.smtp.sessions.failed", description: "Sessions that ended by a fault of ours.");
        _refusals = _meter.CreateCounter<long>("mslite.smtp.replies.negative", "{reply}", "Replies of 4xx and 5xx, to whatever command, by code and enhanced status.");
        _failures.Add(0);
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

    internal void TurnedAway(SmtpReply reply) => _turnedAway.Add(1, new("code", CodeOf(reply)), new("status", reply.Enhanced ?? ""));

    internal void Command(SmtpVerb verb)
    {
        if (_commands.Enabled)
        {
            _commands.Add(1, new KeyValuePair<string, object?>("verb", s_verbs[(int)verb]));
        }
    }

    internal void Bad(SmtpReply reply) => _bad.Add(1, new("code", CodeOf(reply)), new("status", reply.Enhanced ?? ""));

    internal void Message(SmtpReply reply, long bytes)
    {
        if (_messages.Enabled)
        {
            _messages.Add(1, new KeyValuePair<string, object?>("code", CodeOf(reply)));
        }

        _bytes.Add(bytes);
    }

    internal void Handshake(bool succeeded) => _handshakes.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));

    internal void SessionFailed() => _failures.Add(1);

    /// <summary>A reply was written. Those that say no are counted, by cause as far as the wire knows one.</summary>
    internal void Replied(SmtpReply reply)
    {
        if (reply.Code >= 400)
        {
            _refusals.Add(1, new("code", CodeOf(reply)), new("status", reply.Enhanced ?? ""));
        }
    }

    // RFC 5321 §4.2: codes have three digits, so each has its text for good.
    private static string CodeOf(SmtpReply reply) =>
        reply.Code < s_codes.Length ? s_codes[reply.Code] ??= reply.Code.ToString(CultureInfo.InvariantCulture) : "other";
}
