using System.Globalization;

namespace MsLite.Filter.Delivery;

/// <summary>Names for new files in Maildirs, unlike any other of this host: time, process, microseconds, count.</summary>
internal sealed class MaildirName(string hostname, TimeProvider clock)
{
    // Bernstein's Maildir page: "/" and ":" in the host name are written in octal.
    private readonly string _host = hostname.Replace("/", "\\057", StringComparison.Ordinal).Replace(":", "\\072", StringComparison.Ordinal);
    private long _count;

    public string Next()
    {
        var now = clock.GetUtcNow();
        var microseconds = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}.P{Environment.ProcessId}M{microseconds}Q{Interlocked.Increment(ref _count)}.{_host}");
    }
}
