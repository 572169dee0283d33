using System.Globalization;

namespace MsLite.Web.Start;

/// <summary>Whether the machine has too much to do already. A client that is asked to come again costs less than one served badly.</summary>
/// <param name="path">Where the averages stand: proc(5), loadavg.</param>
internal sealed class MachineLoad(TimeProvider clock, string path = MachineLoad.DefaultPath)
{
    private const string DefaultPath = "/proc/loadavg";

    // The kernel renews its average every five seconds.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long? _looked;
    private double _load;

    /// <summary>The one-minute average is above the limit; false where it cannot be read.</summary>
    /// <param name="limit">For each processor; 0 is no limit.</param>
    public bool IsOver(int limit)
    {
        if (limit == 0)
        {
            return false;
        }

        lock (_gate)
        {
            if (_looked is not { } looked || clock.GetElapsedTime(looked) >= s_lookEvery)
            {
                _looked = clock.GetTimestamp();
                _load = Read();
            }

            return _load > (double)limit * Environment.ProcessorCount;
        }
    }

    private double Read()
    {
        try
        {
            var text = File.ReadAllText(path);
            return double.TryParse(text.AsSpan(0, Math.Max(0, text.IndexOf(' ', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var load) ? load : 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
