using System.Globalization;
using System.Text;

namespace MsLite.Web.Metrics;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IReadOnlyList<MetricFamily> families)
    {
        var text = new StringBuilder(32 * 1024);
        foreach (var family in families)
        {
            Write(text, family);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family)
    {
        // A family that has no series yet is named all the same: whoever writes an alert wants to know that it is there.
        text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (key, values) in family.Series.OrderBy(one => (one.Key.First, one.Key.Second, one.Key.Third)))
        {
            var labels = Labels(family.TagNames, key);
            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(text, family, labels, values);
            }
            else
            {
                WriteLine(text, family.Name, labels, values.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        var separator = labels.Length > 0 ? "," : "";
        var count = 0L;
        for (var i = 0; i <= family.Bounds.Count; i++)
        {
            count += series.CountOf(i);
            var bound = i < family.Bounds.Count ? Number(family.Bounds[i]) : "+Inf";
            WriteLine(text, family.Name + "_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        WriteLine(text, family.Name + "_sum", labels, series.Value);
        WriteLine(text, family.Name + "_count", labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(IReadOnlyList<string> names, SeriesKey key) =>
        string.Join(',', names.Select((name, index) => $"{name.Replace('.', '_')}=\"{EscapeLabel(key[index] ?? "")}\""));

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
