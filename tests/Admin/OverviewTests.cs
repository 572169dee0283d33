using MsLite.Admin.Components.Controls;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Harness;

namespace MsLite.Admin.Tests;

public sealed class OverviewTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task An_empty_policy_says_what_to_type()
    {
        await using var rendering = new Rendering(Options());

        var html = await rendering.DrawAsync<SignedInOverview>();

        Assert.Contains("No domain is hosted yet", html, StringComparison.Ordinal);
        Assert.Contains($"mkdir -p {_tree.Root}/example.com/users/valid", html, StringComparison.Ordinal);
        Assert.Contains("swaks --to you@example.com --server 127.0.0.1:2525", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hosted_domain_without_mail_says_how_to_send_some()
    {
        _tree.Folder("example.com");
        await using var rendering = new Rendering(Options());

        var html = await rendering.DrawAsync<SignedInOverview>();

        Assert.Contains("No message yet", html, StringComparison.Ordinal);
        Assert.DoesNotContain("mkdir", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_fifty_messages_are_shown_the_newest_first()
    {
        await using var rendering = new Rendering(Options());
        for (var i = 0; i < 60; i++)
        {
            rendering.Get<ActivityFeed>().Publish(Samples.Message($"number {i:00}"));
        }

        var html = await rendering.DrawAsync<SignedInOverview>();

        Assert.DoesNotContain("number 09", html, StringComparison.Ordinal);
        Assert.InRange(html.IndexOf("number 59", StringComparison.Ordinal), 0, html.IndexOf("number 10", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("other.example", false)]
    public async Task A_domain_administrator_sees_the_messages_of_his_domains_and_nothing_of_others(string domain, bool sees)
    {
        await using var rendering = new Rendering(Options());
        rendering.Get<ActivityFeed>().Publish(Samples.Message("to bob at example.com"));

        var html = await rendering.DrawAsync<SignedInOverview>(("Caller", new Caller("dora", Role.DomainAdministrator, new HashSet<string> { domain })));

        Assert.Equal(sees, html.Contains("to bob at example.com", StringComparison.Ordinal));
        Assert.DoesNotContain("Ledger", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Root, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_nothing()
    {
        await using var rendering = new Rendering(Options());
        rendering.Get<ActivityFeed>().Publish(Samples.Message("secret"));

        var html = await rendering.DrawAsync<SignedInOverview>(("Caller", null));

        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ledger", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "all accounted for")]
    [InlineData(11, "fate unknown")]
    public async Task The_ledger_says_whether_it_comes_out_even(long received, string sentence)
    {
        await using var rendering = new Rendering();

        var html = await rendering.DrawAsync<LedgerView>(("Ledger", new Ledger(received, 5, 3, 1, 1)), ("Rates", new FateRates(1, 2, 3)));

        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains("6 a minute", html, StringComparison.Ordinal);
    }

    private MsLiteOptions Options() => new() { SrvRoot = _tree.Root };
}
