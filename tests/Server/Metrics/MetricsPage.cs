using System.Globalization;
using MsLite.Harness;

namespace MsLite.Web.Tests.Metrics;

/// <summary>What <c>/metrics</c> said at one moment.</summary>
internal sealed record MetricsPage(string Text)
{
    private readonly Dictionary<string, double> _values = Text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>The value of a series, written as on the page: <c>mslite_messages_total{fate="delivered"}</c>; 0 when it is not there.</summary>
    public double this[string series] => _values.GetValueOrDefault(series);

    /// <summary>All series, as written on the page.</summary>
    public IEnumerable<string> Series => _values.Keys;

    /// <summary>The names that have a type.</summary>
    public IReadOnlySet<string> Names => Text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToHashSet();

    public static async Task<MetricsPage> OfAsync(RunningServer server)
    {
        using var client = new HttpClient();
        return new MetricsPage(await client.GetStringAsync(new Uri(server.Http, "/metrics")));
    }

    /// <summary>Waits until the page is as it should be; the last one, whatever it is, when that does not come to be.</summary>
    public static async Task<MetricsPage> WaitForAsync(RunningServer server, Predicate<MetricsPage> isRight)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var page = await OfAsync(server);
        while (!isRight(page) && !limit.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            page = await OfAsync(server);
        }

        return page;
    }
}
