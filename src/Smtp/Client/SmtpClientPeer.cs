using System.Net;

namespace MsLite.Smtp.Client;

/// <summary>One of the hosts that a next hop consists of, and what we remember of it for a while.</summary>
internal sealed class SmtpClientPeer(EndPoint endPoint, TimeProvider clock)
{
    // Long enough to spare most messages the wait for it, short enough to be back soon after it is.
    private static readonly TimeSpan s_down = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_plainAfterFailure = TimeSpan.FromMinutes(10);

    private long _downSince;
    private long _tlsFailed;
    private volatile bool _isKnown;

    public EndPoint EndPoint { get; } = endPoint;

    /// <summary>The name TLS is spoken to; empty for a Unix socket.</summary>
    public string TlsName { get; } = endPoint switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => "",
    };

    /// <summary>It was tried at least once.</summary>
    public bool IsKnown => _isKnown;

    /// <summary>It did not answer, or turned us away, less than a minute ago.</summary>
    public bool IsDown => IsWithin(ref _downSince, s_down);

    /// <summary>It cannot do TLS with us, so it is spoken to in the clear for a while, where that is allowed.</summary>
    public bool IsPlain => IsWithin(ref _tlsFailed, s_plainAfterFailure);

    public void MarkDown()
    {
        Volatile.Write(ref _downSince, Now());
        _isKnown = true;
    }

    public void MarkUp()
    {
        Volatile.Write(ref _downSince, 0);
        _isKnown = true;
    }

    public void MarkPlain() => Volatile.Write(ref _tlsFailed, Now());

    private bool IsWithin(ref long since, TimeSpan time) => Volatile.Read(ref since) is var then && then != 0 && clock.GetElapsedTime(then) < time;

    // Zero means never.
    private long Now() => Math.Max(clock.GetTimestamp(), 1);
}
