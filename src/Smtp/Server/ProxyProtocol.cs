using System.Net;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>Waits for the PROXY header that a trusted proxy may send before everything else.</summary>
internal sealed class ProxyProtocol(Wire wire, SmtpLimits limits)
{
    /// <summary>What came: a header, the first bytes of plain SMTP (left where they are), or nothing.</summary>
    public enum Outcome
    {
        Nothing,
        Plain,
        Header,
        Malformed,
        Gone,
    }

    public ProxyHeader Header { get; private set; } = ProxyHeader.Unknown;

    /// <param name="wait">How long the first byte may take; once a header has begun <see cref="SmtpLimits.ProxyHeader"/> counts.</param>
    public async ValueTask<Outcome> ReadAsync(TimeSpan wait)
    {
        var deadline = wire.After(wait);
        var begun = false;
        while (true)
        {
            switch (await wire.ReadAsync(deadline, endsOnDrain: true))
            {
                case WireRead.TimedOut when !begun:
                case WireRead.Draining:
                    return Outcome.Nothing;
                case WireRead.TimedOut:
                    return Outcome.Malformed;
                case WireRead.Closed:
                    return Outcome.Gone;
            }

            if (Take() is { } outcome)
            {
                return outcome;
            }

            if (wire.Completed)
            {
                return Outcome.Malformed;
            }

            deadline = begun ? deadline : wire.After(limits.ProxyHeader);
            begun = true;
        }
    }

    /// <summary>The client the header speaks of; <paramref name="peer"/> itself when it speaks for nobody else.</summary>
    public SmtpClientHost Apply(SmtpClientHost peer) => Header.Source is null
        ? peer
        : new SmtpClientHost
        {
            SessionId = peer.SessionId,
            EndPoint = Header.Source,
            LocalEndPoint = Header.Destination ?? new IPEndPoint(peer.LocalEndPoint.Address, peer.LocalEndPoint.Port),
            Proxied = true,
        };

    private Outcome? Take()
    {
        var buffer = wire.Buffer;
        switch (ProxyHeaderParser.TryParse(buffer, out var header, out var length))
        {
            case ProxyStatus.NotProxy:
                wire.Advance(buffer.Start, buffer.Start);
                return Outcome.Plain;
            case ProxyStatus.Parsed:
                var end = buffer.GetPosition(length);
                wire.Advance(end, end);
                Header = header;
                return Outcome.Header;
            case ProxyStatus.NeedMore:
                wire.Advance(buffer.Start, buffer.End);
                return null;
            default:
                wire.Advance(buffer.Start, buffer.End);
                return Outcome.Malformed;
        }
    }
}
