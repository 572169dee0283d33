using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter;
using MsLite.Filter.Policy.Editing;
using MsLite.Harness;

namespace MsLite.Web.Tests.Documents;

/// <summary>README's table of the tree names each place that can be written to, and no other.</summary>
public sealed partial class TreeTableTests : IAsyncLifetime
{
    /// <summary>Names that may stand in a place; others than these would be refused for their own sake.</summary>
    private static readonly Dictionary<string, string> s_samples = new(StringComparer.Ordinal)
    {
        ["checks"] = "date",
        ["ips"] = "192.0.2.1",
        ["hosts"] = "mail.example.net",
        ["tld"] = "example",
        ["senders"] = "ann@example.net",
        ["domains"] = "example.net",
    };

    private readonly TempTree _tree = new();
    private ServiceProvider _filter = null!;

    public Task InitializeAsync()
    {
        var options = new MsLiteOptions { SrvRoot = _tree.Folder("srv"), SpamRoot = _tree.Folder("spam"), StateRoot = _tree.Folder("state"), Hostname = "mx.example.org" };
        _filter = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(options).AddLogging().AddFilter().BuildServiceProvider();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _filter.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public void Of_a_domain()
    {
        string[] lists = ["ips", "hosts", "tld", "senders", "domains", "recipients"];
        string[] files = ["zones", "delivery", "quarantine", "notes", "users", "options"];
        string[] directories = ["users/valid", "users/invalid", "users/other", "checks", "other", .. lists.Select(list => "whitelisted/" + list), .. lists.Select(list => "blacklisted/" + list)];

        var there = files.Where(file => file != "users" && IsPlace("example.com", file)).Concat(directories.Where(directory => IsPlace("example.com", $"{directory}/{Sample(directory)}")));

        Assert.Equal(Written("D").Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    /// <summary>The file quarantine is for whoever has the machine, so the editor leaves it alone.</summary>
    [Fact]
    public void Of_all_domains()
    {
        Assert.Equal(["blacklisted", "quarantine", "whitelisted"], Written("_global_").Order(StringComparer.Ordinal));
        Assert.True(IsPlace("_global_", "whitelisted/ips/192.0.2.1") && IsPlace("_global_", "blacklisted/ips/192.0.2.1"));
        Assert.False(IsPlace("_global_", "checks/date"));
    }

    private static string Sample(string directory) => s_samples.GetValueOrDefault(directory.Split('/')[^1], "bob");

    private bool IsPlace(string domain, string path) =>
        _filter.GetRequiredService<PolicyEditor>().TryParse(domain, path.Split('/'), out var found, out _) && found.Fault is null;

    /// <summary>Below the domain, without the name in capitals or of one letter that stands for any.</summary>
    private static IEnumerable<string> Written(string domain)
    {
        var spans = Document.Of("README.md").Table("path").SelectMany(row => Document.Spans(row[0]).Select(span => span.Replace("…/domains", "D/{white,black}listed/domains", StringComparison.Ordinal)));
        return spans.Where(span => span.StartsWith(domain + "/", StringComparison.Ordinal) && span.Length > domain.Length + 1)
            .SelectMany(Expand)
            .Select(span => Last().Replace(span[(domain.Length + 1)..], ""))
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Expand(string span) => Alternatives().Match(span) is { Success: true } found
        ? found.Groups["one"].Captures.Select(one => span.Replace(found.Value, one.Value, StringComparison.Ordinal))
        : [span];

    [GeneratedRegex(@"\{(?:(?<one>\w+),?)+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alternatives();

    [GeneratedRegex("/(?:[A-Z]+|u|all|…)$", RegexOptions.None, 1000)]
    private static partial Regex Last();
}
