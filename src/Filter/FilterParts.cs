using System.Net;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Live;
using MsLite.Filter.Policy;
using MsLite.Filter.Spool;

namespace MsLite.Filter;

/// <summary>What every session shares.</summary>
internal sealed record FilterParts(
    MsLiteOptions Options,
    TimeProvider Clock,
    SrvTree Tree,
    MessageSpool Spool,
    Judge Judge,
    NextHops NextHops,
    RecipientCallouts Callouts,
    Enforcer Enforcer,
    FateRecorder Recorder,
    FilterMetrics Metrics,
    ClientGuard Guard,
    LiveFeed Live,
    ILogger<FilterSession> Log)
{
    private readonly IReadOnlyList<IPNetwork> _relayClients = ClientNetwork.ParseAll(Options.Smtp.RelayClients);

    /// <summary>The client may send to any domain, hosted here or not.</summary>
    public bool MayRelay(IPAddress client) => _relayClients.Any(network => network.Contains(client));
}
