using Microsoft.Extensions.Logging;
using MsLite.Filter.Live;
using MsLite.Filter.Policy;
using MsLite.Filter.Spool;

namespace MsLite.Filter;

/// <summary>What every session shares.</summary>
internal sealed record FilterParts(
    CurrentOptions Options,
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
    ILogger<FilterSession> Log);
