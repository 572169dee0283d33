using System.Diagnostics.Metrics;
using MsLite.Filter;
using MsLite.Mail.Dns;
using MsLite.Smtp;

namespace MsLite.Web.Metrics;

/// <summary>
/// Listens to the program's instruments and keeps their values for <c>/metrics</c>. A measurement costs a look-up and an addition, and
/// allocates nothing once its series is there.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<MetricFamily> _families = [];
    private readonly Lock _gate = new();

    /// <summary>Hears what is measured from now on.</summary>
    public MetricStore()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is FilterMetrics.MeterName or SmtpMetrics.MeterName or DnsMetrics.MeterName or ProcessMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All families in the order of their names, observed now, one caller at a time.</summary>
    public void Read(FilterMetrics metrics, Action<IReadOnlyList<MetricFamily>> use)
    {
        lock (_gate)
        {
            _families.ForEach(family => family.ForgetObserved());
            metrics.AtOneMoment(_listener.RecordObservableInstruments);
            use(_families);
        }
    }

    public void Dispose() => _listener.Dispose();

    private MetricFamily Add(Instrument instrument)
    {
        lock (_gate)
        {
            var family = new MetricFamily(instrument);
            var place = _families.FindIndex(other => string.CompareOrdinal(other.Name, family.Name) > 0);
            _families.Insert(place < 0 ? _families.Count : place, family);
            return family;
        }
    }
}
