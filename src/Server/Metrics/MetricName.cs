namespace MsLite.Web.Metrics;

/// <summary>Makes an instrument's name and unit into one name as Prometheus wants it: words joined by underscores, the unit last, counters in <c>_total</c>.</summary>
internal static class MetricName
{
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = instrument.Replace('.', '_');
        // Units in braces are words for people.
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return name + suffix + (kind == MetricKind.Counter ? "_total" : "");
    }
}
