using MsLite.Admin.Components.Controls;
using MsLite.Admin.Components.Pages;
using MsLite.Filter;

namespace MsLite.Admin.Tests;

public sealed class NoticesViewTests : IAsyncDisposable
{
    private readonly Rendering _rendering = new();

    public ValueTask DisposeAsync() => _rendering.DisposeAsync();

    [Fact]
    public async Task A_notice_tells_what_is_wrong_and_what_to_do()
    {
        var html = await DrawAsync(new Notice("DNS blocklist bl.example", "It is suspended.", "Use a resolver of your own."));

        Assert.All(
            ["Needs your attention", "DNS blocklist bl.example", "It is suspended.", "What to do:", "Use a resolver of your own."],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_all_is_well_nothing_is_shown() => Assert.DoesNotContain("<section", await DrawAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task What_a_stranger_wrote_never_becomes_markup()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e\u001b";

        var html = await DrawAsync(new Notice(Hostile, Hostile, Hostile));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202e', html);
        Assert.Equal(3, html.Split("&lt;script&gt;").Length - 1);
    }

    [Fact]
    public async Task A_flood_of_notices_leaves_room_for_the_page()
    {
        var html = await DrawAsync([.. Enumerable.Range(0, 25).Select(number => new Notice($"Zone {number:00}", "Wrong.", "Mend it."))]);

        Assert.Contains("Zone 09", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Zone 10", html, StringComparison.Ordinal);
        Assert.Contains("15 more stand in the log.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_shows_the_notices_of_every_source()
    {
        await using var rendering = new Rendering(sources: [new Source("First"), new Source("Second")]);

        var html = await rendering.DrawAsync<SignedInOverview>();

        Assert.Contains("First", html, StringComparison.Ordinal);
        Assert.Contains("Second", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_with_other_notices_looks_different()
    {
        var one = OverviewState.Empty with { Notices = [new Notice("a", "b", "c")] };

        Assert.False(one.LooksLike(OverviewState.Empty));
        Assert.True(one.LooksLike(OverviewState.Empty with { Notices = [new Notice("a", "b", "c")] }));
    }

    private Task<string> DrawAsync(params Notice[] notices) => _rendering.DrawAsync<NoticesView>(("Notices", notices));

    private sealed class Source(string subject) : INoticeSource
    {
        public IReadOnlyList<Notice> Notices { get; } = [new Notice(subject, "Something is wrong.", "Mend it.")];
    }
}
