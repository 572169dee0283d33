using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Metrics;

/// <summary>What the project gives to whoever watches it: alert rules and a dashboard.</summary>
public sealed partial class DashboardTests
{
    private static readonly string s_rules = RepositoryRoot.Join("deploy", "prometheus", "alerts.yml");

    [Fact]
    public async Task Every_metric_named_in_alerts_dashboard_and_manual_exists()
    {
        await using var server = await RunningServer.StartAsync();
        var known = (await MetricsPage.OfAsync(server)).Names;

        foreach (var file in new[] { s_rules, RepositoryRoot.Join("deploy", "grafana", "mslite.json"), RepositoryRoot.Join("docs", "OPERATING.md") })
        {
            var named = Names().Matches(await File.ReadAllTextAsync(file)).Select(match => match.Value).ToHashSet();

            Assert.NotEmpty(named);
            Assert.DoesNotContain(named, name => !known.Contains(name) && !known.Contains(OfHistogram().Replace(name, "")));
        }
    }

    [Fact]
    public async Task The_dashboard_is_one_that_Grafana_can_read()
    {
        using var dashboard = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(RepositoryRoot.Join("deploy", "grafana", "mslite.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.NotEmpty(target.GetProperty("expr").GetString()!)));
        Assert.All(panels, panel => Assert.InRange(panel.GetProperty("gridPos").GetProperty("x").GetInt32() + panel.GetProperty("gridPos").GetProperty("w").GetInt32(), 1, 24));
    }

    [PromtoolFact]
    public async Task The_alert_rules_say_what_they_should_in_the_cases_that_matter()
    {
        var (checkedCode, said) = await Promtool.RunAsync("", "check", "rules", s_rules);
        Assert.True(checkedCode == 0, said);

        var (testedCode, result) = await Promtool.RunAsync("", "test", "rules", RepositoryRoot.Join("deploy", "prometheus", "alerts_test.yml"));
        Assert.True(testedCode == 0, result);

        var (configCode, fault) = await Promtool.RunAsync("", "check", "config", RepositoryRoot.Join("deploy", "prometheus", "prometheus.yml"));
        Assert.True(configCode == 0, fault);
    }

    [PromtoolFact]
    public async Task Every_expression_of_the_dashboard_is_one_that_Prometheus_understands()
    {
        using var dashboard = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(RepositoryRoot.Join("deploy", "grafana", "mslite.json")));
        using var tree = new TempTree();
        var rules = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal))
            .Select((expression, index) => $"      - record: 'dashboard:{index}'\n        expr: '{expression}'\n");
        var file = tree.Touch("rules.yml", $"groups:\n  - name: dashboard\n    rules:\n{string.Concat(rules)}");

        var (code, said) = await Promtool.RunAsync("", "check", "rules", file);

        Assert.True(code == 0, said);
    }

    [GeneratedRegex(@"\b(mslite|process|dotnet)_[a-z0-9_]+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfHistogram();
}
