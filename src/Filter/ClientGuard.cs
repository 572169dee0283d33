using System.Net;
using Microsoft.Extensions.Logging;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>
/// The real-client guard: notices that a container's gateway or a proxy hides who the clients are. Then what rests on the client's
/// address says nothing about the sender, and must not refuse his mail.
/// </summary>
public sealed partial class ClientGuard(CurrentOptions options, TimeProvider clock, ILogger<ClientGuard> log) : INoticeSource
{
    /// <summary>What the trace says at each rung that would have refused.</summary>
    internal const string InShadow = "in shadow by the real-client guard: all clients come from one private address";

    // RFC 1918, RFC 3927, RFC 4193, RFC 6598: where a gateway may stand, and no stranger.
    private static readonly NetworkSet s_notPublic = NetworkSet.Of(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "::1", "fe80::/10", "fc00::/7");

    private readonly Lock _gate = new();
    private readonly ClientStreak _streak = new(clock.TimestampFrequency);
    private volatile Gateway? _gateway;

    public IReadOnlyList<Notice> Notices => _gateway is { } gateway ? [gateway.Notice] : [];

    /// <summary>
    /// Takes note of a session; called when it begins its first transaction, so that whoever only looks whether we are up does not
    /// count. Our own hosts (Smtp:RelayClients) neither count nor prove that strangers are seen as they are.
    /// </summary>
    public void Observe(SmtpClientHost client)
    {
        var address = NetworkSet.Normalise(client.Address);
        if (!client.Proxied && options.Value.Smtp.RelayNetworks.Contains(address))
        {
            return;
        }

        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (client.Proxied || !s_notPublic.Contains(address))
            {
                _streak.End(now);
            }
            else
            {
                _streak.Add(address, now);
            }

            Conclude(client, address, now);
        }
    }

    /// <summary>The client's address is taken for a gateway's: what rests on it is recorded, and refuses nobody.</summary>
    public bool Hides(SmtpClientHost client) =>
        _gateway is { } gateway && !client.Proxied && gateway.Address.Equals(NetworkSet.Normalise(client.Address));

    // Silence proves nothing: once raised, only another client's coming takes the suspicion back.
    private void Conclude(SmtpClientHost client, IPAddress address, long now)
    {
        if (_gateway is { } gateway)
        {
            if (!gateway.Address.Equals(_streak.Address))
            {
                _gateway = null;
                LogSeen(log, address, client.Proxied ? " (named by a proxy)" : "");
            }
        }
        else if (_streak.IsAlone(now))
        {
            _gateway = new Gateway(address, clock.GetLocalNow());
            LogHidden(log, _gateway.Notice.Text, _gateway.Notice.Remedy);
        }
    }

    [LoggerMessage(220, LogLevel.Warning, "{What} {Remedy}")]
    private static partial void LogHidden(ILogger log, string what, string remedy);

    [LoggerMessage(221, LogLevel.Information, "A client with another address has come, {Address}{How}: what rests on the client's address is in force again.")]
    private static partial void LogSeen(ILogger log, IPAddress address, string how);

    /// <summary>The one address that everybody comes from.</summary>
    private sealed record Gateway(IPAddress Address, DateTimeOffset Since)
    {
        public Notice Notice { get; } = new(
            "Clients' addresses",
            FormattableString.Invariant(
                $"All clients come from the one private address {Address}: a container's gateway or a proxy seems to hide the real ones (noticed {Since:yyyy-MM-dd HH:mm}).")
            + " Until a client with another address comes, blacklisted/hosts, blacklisted/tld and the checks that rest on the client's address"
            + " (such as rdns4, spf, dnsbl) are in shadow: recorded, never refusing.",
            "Let the program see the clients: run the container with host networking, or set \"userland-proxy\": false in Docker's daemon.json,"
            + " or let the proxy in front speak PROXY or XCLIENT and name it in MsLite:Smtp:TrustedProxies.");
    }
}
