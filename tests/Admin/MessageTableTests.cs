using MsLite.Admin.Components.Controls;
using MsLite.Filter;
using MsLite.Harness;

namespace MsLite.Admin.Tests;

public sealed class MessageTableTests : IAsyncDisposable
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";

    private readonly Rendering _rendering = new(clock: new ManualClock(Samples.Noon));

    public ValueTask DisposeAsync() => _rendering.DisposeAsync();

    [Fact]
    public async Task A_row_tells_who_sent_what_to_whom_and_why_it_was_refused()
    {
        var html = await DrawAsync(Samples.Message());

        Assert.All(
            ["12:00:00", "192.0.2.7", "ann@example.net", "bob@example.com", "hello", "refused", "Missing header - Date:", "checks/date", "2.0 KiB"],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Contains("href=\"/?message=06h08b0gpdw3b7dm\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_wrote_never_becomes_markup()
    {
        var html = await DrawAsync(Samples.Message(Hostile, Hostile) with { HelloName = Hostile, Reason = Hostile, To = [Hostile] })
            + await _rendering.DrawAsync<TraceLadder>(("Trace", Samples.Message(Hostile, Hostile).Trace));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FateKind.Delivered, "delivered", "nothing objected")]
    [InlineData(FateKind.Archived, "refused", "checks/date")]
    [InlineData(FateKind.Deferred, "deferred", "checks/date")]
    public async Task Each_fate_has_its_word(FateKind fate, string word, string decidedBy)
    {
        var html = await DrawAsync(Samples.Message(fate: fate));

        Assert.Contains(word, html, StringComparison.Ordinal);
        Assert.Contains(decidedBy, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_empty_is_said()
    {
        var html = await DrawAsync(Samples.Message(subject: "", from: ""));

        Assert.Contains("(no subject)", html, StringComparison.Ordinal);
        Assert.Contains("&lt;&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_recipients_are_counted() =>
        Assert.Contains("bob@example.com and 12 more", await DrawAsync(Samples.Message() with { To = ["bob@example.com", "eve@example.com"], MoreRecipients = 11 }), StringComparison.Ordinal);

    [Fact]
    public async Task Times_are_in_the_zone_of_the_viewer()
    {
        _rendering.Get<ViewerZone>().Name = "Etc/GMT+12";

        // There it is still yesterday.
        Assert.Contains("23:00:00", await DrawAsync(Samples.Message() with { Time = Samples.Noon.AddHours(-1) }), StringComparison.Ordinal);
    }

    private Task<string> DrawAsync(Activity message) => _rendering.DrawAsync<MessageTable>(("Messages", new[] { message }));
}
