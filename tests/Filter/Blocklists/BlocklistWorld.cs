using System.Net;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Blocklists;

/// <summary>DNS blocklists of the test's own, a clock that it turns, and the check that asks them.</summary>
internal sealed class BlocklistWorld : IDisposable
{
    private readonly FilterMetrics _metrics;

    public BlocklistWorld(IDnsResolver? resolver = null)
    {
        _metrics = new FilterMetrics(Clock);
        Watch = new BlocklistWatch(resolver ?? Dns, _metrics, Clock, Log);
        Check = new DnsblCheck(resolver ?? Dns, Watch, _metrics, Clock);
    }

    public FakeDns Dns { get; } = [];

    public ManualClock Clock { get; } = new();

    public LogLines Log { get; } = new();

    public BlocklistWatch Watch { get; }

    public DnsblCheck Check { get; }

    /// <summary>A list in order: it has the test entry of RFC 5782 §5, and these clients.</summary>
    public BlocklistWorld GivenZone(string zone, params string[] clients)
    {
        Dns[$"2.0.0.127.{zone}", DnsType.A] = ["127.0.0.2"];
        foreach (var client in clients)
        {
            GivenAnswer(zone, client, "127.0.0.2");
        }

        return this;
    }

    public BlocklistWorld GivenAnswer(string zone, string client, params string[] codes)
    {
        Dns[ReverseName.ForZone(IPAddress.Parse(client), zone), DnsType.A] = codes;
        return this;
    }

    public async Task<CheckResult> AskAsync(string zones, string client = "192.0.2.7", CancellationToken ct = default) =>
        await Check.ExamineAsync(PolicyWorld.Mail("ann@example.net", client, ["bob@example.com"]), PolicyBody.Parse(zones), ct);

    /// <summary>Time goes by, as the timer sees it: minute by minute.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        for (var minute = 0; minute < time.TotalMinutes; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Watch.ProbeDueAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _metrics.Dispose();

    /// <summary>What was logged.</summary>
    internal sealed class LogLines : ILogger<BlocklistWatch>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
