using System.Globalization;
using System.Text;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Names of archived files: <c>SECONDS.PpidMmicrosecondsQn.HOST.D</c>, which no process at any time gives twice. They stay below
/// the file system's 255 bytes, at the cost of the domain's end: it stands in full in the path above.
/// </summary>
internal sealed class CopyName(string hostname)
{
    private const int MaxBytes = 255;
    private const int MaxHostBytes = 64;
    private static long s_count;

    private readonly string _host = Cut(Escape(hostname.Length == 0 ? "localhost" : hostname), MaxHostBytes);

    public string Next(DateTimeOffset now, string domain)
    {
        var count = Interlocked.Increment(ref s_count) - 1;
        var microseconds = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}.P{Environment.ProcessId}M{microseconds}Q{count}.{_host}.{Escape(domain)}");
        return Cut(name, MaxBytes);
    }

    /// <summary>Maildir(5): "/" in a host name is written \057 and ":" \072, because they have a meaning of their own there.</summary>
    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("/:") < 0)
        {
            return text;
        }

        return text.Replace("/", "\\057", StringComparison.Ordinal).Replace(":", "\\072", StringComparison.Ordinal);
    }

    private static string Cut(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) <= most)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text).AsSpan(0, most);
        // Back to the beginning of the character that the cut went through.
        while ((bytes[^1] & 0xC0) == 0x80)
        {
            bytes = bytes[..^1];
        }

        return Encoding.UTF8.GetString(bytes[^1] >= 0xC0 ? bytes[..^1] : bytes);
    }
}
