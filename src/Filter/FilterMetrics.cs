using System.Diagnostics.Metrics;

namespace MsLite.Filter;

/// <summary>The filter's numbers: the ledger that must come out even, and the same as instruments for whoever collects them.</summary>
public sealed class FilterMetrics : IDisposable
{
    public const string MeterName = "MsLite.Filter";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _abstentions;
    private readonly Counter<long> _zoneAnswers;
    private readonly Counter<long> _journalLost;
    private readonly RateWindow[] _rates;
    private readonly MinuteRates _minutes;
    private readonly long[] _fates = new long[Enum.GetValues<FateKind>().Length];
    private readonly Lock _gate = new();
    private long _received;
    private long _inHand;

    public FilterMetrics(TimeProvider clock)
    {
        _messages = _meter.CreateCounter<long>("mslite.messages", "{message}", "Messages by their fate.");
        _duration = _meter.CreateHistogram<double>("mslite.message.duration", "s", "From the end of data to the reply.");
        _abstentions = _meter.CreateCounter<long>("mslite.check.abstentions", "{message}", "Checks that could not say, by name.");
        _zoneAnswers = _meter.CreateCounter<long>("mslite.dnsbl.answers", "{answer}", "What DNS blocklists said about clients, by zone.");
        _journalLost = _meter.CreateCounter<long>("mslite.journal.lost", "{row}", "Rows that the journal's database did not take.");
        _meter.CreateObservableGauge("mslite.messages.in_hand", () => Ledger.InHand, "{message}", "Received, fate not yet decided.");
        _minutes = new MinuteRates(clock);
        _rates = Array.ConvertAll(_fates, _ => new RateWindow(clock));
    }

    /// <summary>All numbers of one moment.</summary>
    public Ledger Ledger
    {
        get
        {
            lock (_gate)
            {
                return new Ledger(
                    _received, _fates[(int)FateKind.Delivered], _fates[(int)FateKind.Archived], _fates[(int)FateKind.Deferred], _inHand);
            }
        }
    }

    /// <summary>Messages of this fate in the last full minute.</summary>
    public int LastMinute(FateKind fate) => _rates[(int)fate].Count();

    /// <summary>The last sixty minutes, the oldest first, the running one last.</summary>
    public IReadOnlyList<FateCount> LastHour() => _minutes.Read();

    /// <summary>A check could not say: it broke, timed out, or did not reach whom it asks.</summary>
    public void CheckAbstained(string check) => _abstentions.Add(1, new KeyValuePair<string, object?>("check", check));

    /// <param name="zone">One of few hundred names at most.</param>
    internal void ZoneAnswered(string zone, string answer) =>
        _zoneAnswers.Add(1, new KeyValuePair<string, object?>("zone", zone), new KeyValuePair<string, object?>("answer", answer));

    internal void ObserveSuspendedZones(Func<int> count) =>
        _meter.CreateObservableGauge("mslite.dnsbl.suspended", count, "{zone}", "DNS blocklists that are suspended because they cannot be believed.");

    /// <summary>Daemons that checks ask in vain.</summary>
    internal void ObserveScannersDown(Func<int> count) =>
        _meter.CreateObservableGauge("mslite.scanners.down", count, "{scanner}", "Scanners in use that do not answer as they should.");

    /// <summary>What became of a message, to one recipient, will not be found in the journal.</summary>
    internal void JournalRowLost() => _journalLost.Add(1);

    public void Dispose() => _meter.Dispose();

    internal void Received()
    {
        lock (_gate)
        {
            _received++;
            _inHand++;
        }
    }

    /// <summary>One message left our hands. Its recipients' fates may differ (PRDR): then it counts once for each.</summary>
    internal void Decided(IReadOnlyCollection<FateKind> fates, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _inHand--;
            _received += fates.Count - 1;
            foreach (var fate in fates)
            {
                _fates[(int)fate]++;
            }
        }

        foreach (var fate in fates)
        {
            var tag = new KeyValuePair<string, object?>("fate", fate.Word());
            _rates[(int)fate].Add();
            _minutes.Add(fate);
            _messages.Add(1, tag);
            _duration.Record(elapsed.TotalSeconds, tag);
        }
    }

    /// <summary>A message left our hands and nobody knows its fate: the ledger shows it as a difference.</summary>
    internal void Lost()
    {
        lock (_gate)
        {
            _inHand--;
        }
    }
}
