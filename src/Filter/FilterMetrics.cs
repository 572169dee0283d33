using System.Diagnostics.Metrics;
using MsLite.Filter.Checks;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>The filter's numbers: the ledger that must come out even, and the same as instruments for whoever collects them.</summary>
public sealed class FilterMetrics : IDisposable
{
    public const string MeterName = "MsLite.Filter";

    private const string Seconds = "s";

    private static readonly InstrumentAdvice<double> s_buckets =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    private static readonly string[] s_steps = [.. Enum.GetNames<MessageStep>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] s_outcomes = [.. Enum.GetNames<CheckOutcome>().Select(name => name.ToLowerInvariant())];

    // All that is read at one time comes from one moment, or the ledger would not come out even.
    [ThreadStatic]
    private static Ledger? s_moment;

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _steps;
    private readonly Histogram<double> _checks;
    private readonly Histogram<double> _nextHops;
    private readonly Counter<long> _causes;
    private readonly Counter<long> _recipients;
    private readonly Counter<long> _answers;
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
        _rates = Array.ConvertAll(_fates, _ => new RateWindow(clock));
        _duration = _meter.CreateHistogram("mslite.message.duration", Seconds, "From the end of data to the reply, by fate.", advice: s_buckets);
        _steps = _meter.CreateHistogram("mslite.step.duration", Seconds, "Each step of a message: spool, parse, judge, stamp, archive, deliver, reply.", advice: s_buckets);
        _checks = _meter.CreateHistogram("mslite.check.duration", Seconds, "Each check's time with a message.", advice: s_buckets);
        _nextHops = _meter.CreateHistogram("mslite.next_hop.duration", Seconds, "What a message took at its next hop, by the hop's kind and the reply's class.", advice: s_buckets);
        _causes = _meter.CreateCounter<long>("mslite.messages.decided", "{message}", "Messages by fate and what decided it: a rung of the ladder, delivery, archive, policy, or none.");
        _recipients = _meter.CreateCounter<long>("mslite.recipients.refused", "{recipient}", "Recipients refused or put off at RCPT, by cause.");
        _answers = _meter.CreateCounter<long>("mslite.check.answers", "{answer}", "What each check answered: pass, refuse, defer, or abstain when it could not say.");
        _zoneAnswers = _meter.CreateCounter<long>("mslite.dnsbl.answers", "{answer}", "What DNS blocklists said about clients, by zone.");
        _journalLost = _meter.CreateCounter<long>("mslite.journal.lost", "{row}", "Rows that the journal's database did not take.");
        _minutes = new MinuteRates(clock);
        _journalLost.Add(0);
        ObserveLedger();
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

    /// <summary>Everything that <paramref name="read"/> observes of the ledger is of one moment, so that it comes out even.</summary>
    public void AtOneMoment(Action read)
    {
        s_moment = Ledger;
        try
        {
            read();
        }
        finally
        {
            s_moment = null;
        }
    }

    /// <summary>Measures a step of a message, and traces it where somebody listens.</summary>
    internal StepTimer Begin(MessageStep step) => new(_steps, s_steps[(int)step], MessageSpans.Begin(s_steps[(int)step]));

    /// <param name="elapsed">Of this message alone.</param>
    internal void CheckAnswered(string check, CheckOutcome outcome, TimeSpan elapsed)
    {
        var name = new KeyValuePair<string, object?>("check", check);
        _answers.Add(1, name, new("answer", s_outcomes[(int)outcome]));
        _checks.Record(elapsed.TotalSeconds, name);
    }

    /// <param name="kind">Of the next hop: "smtp", "maildir".</param>
    internal void HandedOver(string kind, SmtpReply reply, TimeSpan elapsed) => _nextHops.Record(
        elapsed.TotalSeconds, new("kind", kind), new("reply", reply.IsPositive ? "2xx" : reply.IsPermanent ? "5xx" : "4xx"));

    /// <param name="cause">One of few words of ours.</param>
    internal void RecipientRefused(string cause) => _recipients.Add(1, new KeyValuePair<string, object?>("cause", cause));

    /// <summary>Fates alike count once, as in the ledger.</summary>
    internal void Decided(FateKind fate, string cause) => _causes.Add(1, new("fate", fate.Word()), new("cause", cause));

    /// <param name="zone">One of few hundred names at most.</param>
    internal void ZoneAnswered(string zone, string answer) =>
        _zoneAnswers.Add(1, new KeyValuePair<string, object?>("zone", zone), new KeyValuePair<string, object?>("answer", answer));

    internal void ObserveSuspendedZones(Func<int> count) =>
        _meter.CreateObservableGauge("mslite.dnsbl.suspended", count, "{zone}", "DNS blocklists that are suspended because they cannot be believed.");

    /// <summary>Daemons that checks ask in vain.</summary>
    internal void ObserveScannersDown(Func<int> count) =>
        _meter.CreateObservableGauge("mslite.scanners.down", count, "{scanner}", "Scanners in use that do not answer as they should.");

    internal void ObserveJournal(Func<int> waiting, Func<TimeSpan> lag)
    {
        _meter.CreateObservableGauge("mslite.journal.waiting", waiting, "{row}", "Rows that the journal's database has not taken yet.");
        _meter.CreateObservableGauge("mslite.journal.lag", () => lag().TotalSeconds, Seconds, "How long the oldest of them has been waiting.");
    }

    internal void ObserveState(Func<bool> isUp) =>
        _meter.CreateObservableGauge("mslite.state.up", () => isUp() ? 1 : 0, description: "Whether the state database took the last write.");

    internal void ObserveSearch(Func<TimeSpan> lag) =>
        _meter.CreateObservableGauge("mslite.search.lag", () => lag().TotalSeconds, Seconds, "How long archived mail has been waiting to be found by the search.");

    internal void ObserveNotices(Func<int> count) =>
        _meter.CreateObservableGauge("mslite.notices", count, "{notice}", "What is not as it should be, and the operator can mend; the panel and /api/v1/status say what.");

    /// <summary>The hosts of next hops that were spoken to, by the address that the operator wrote.</summary>
    internal void ObserveNextHops(Func<IEnumerable<(string Host, bool IsUp)>> hosts) => _meter.CreateObservableGauge(
        "mslite.next_hop.up",
        () => hosts().Select(host => new Measurement<int>(host.IsUp ? 1 : 0, new KeyValuePair<string, object?>("host", host.Host))),
        description: "Whether a host of a next hop answered when it was last tried; one that did not is left out for a minute.");

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

    private void ObserveLedger()
    {
        _meter.CreateObservableCounter("mslite.messages.received", () => Moment.Received, "{message}", "Messages read whole; one of several fates counts once for each.");
        _meter.CreateObservableCounter("mslite.messages", Fates, "{message}", "Messages by their fate.");
        _meter.CreateObservableGauge("mslite.messages.in_flight", () => Moment.InHand, "{message}", "Received, fate not yet decided.");
        _meter.CreateObservableGauge("mslite.messages.unaccounted", () => Moment.Difference, "{message}", "Received, in nobody's hands and without a fate: anything but 0 is a fault of the program.");
    }

    private Ledger Moment => s_moment ?? Ledger;

    private Measurement<long>[] Fates()
    {
        var ledger = Moment;
        return [Of(FateKind.Delivered, ledger.Delivered), Of(FateKind.Archived, ledger.Archived), Of(FateKind.Deferred, ledger.Deferred)];
        static Measurement<long> Of(FateKind fate, long count) => new(count, new KeyValuePair<string, object?>("fate", fate.Word()));
    }
}
