using System.Globalization;

namespace MsLite.Web.Start;

/// <summary>Whether the machine has too much to do already. A client that is asked to come again costs less than one served badly.</summary>
/// <param name="path">Where the averages stand: proc(5), loadavg.</param>
/// <param name="processors">Where the processors in use stand, such as "0-15,17".</param>
internal sealed class MachineLoad(TimeProvider clock, string path = MachineLoad.DefaultPath, string processors = MachineLoad.DefaultProcessors)
{
    private const string DefaultPath = "/proc/loadavg";
    private const string DefaultProcessors = "/sys/devices/system/cpu/online";

    // The kernel renews its average every five seconds.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long? _looked;
    private double _loadOfEach;

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
                _loadOfEach = Load() / Processors();
            }

            return _loadOfEach > limit;
        }
    }

    private double Load()
    {
        var text = Read(path);
        return double.TryParse(text.AsSpan(0, Math.Max(0, text.IndexOf(' ', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var load) ? load : 0;
    }

    /// <summary>
    /// The machine's, because the averages are the whole machine's, also inside a container; .NET counts those that the container may use.
    /// </summary>
    private int Processors()
    {
        var count = 0;
        foreach (var range in Read(processors).Trim().Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last < first)
            {
                return Environment.ProcessorCount;
            }

            count += last - first + 1;
        }

        return count;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
