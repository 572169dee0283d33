using MsLite.Admin.Components.Controls;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Filter.Quarantine.View;
using MessageStory = MsLite.Admin.Components.Controls.MessageStory;

namespace MsLite.Admin.Tests;

/// <summary>The sentence at the top of a message's story.</summary>
public sealed class MessageStoryTests
{
    private const string Trace = """[{"rung":"checks/date","value":"","file":"example.com/checks/date","result":"shadow-refuse","detail":"","ms":0.2}]""";

    [Theory]
    [InlineData(FateKind.Archived, "Missing header - Date:", "checks/date", "example.com/checks/date", "", "Refused on 15 Jun 2026 12:00:00 because: Missing header - Date:. The file example.com/checks/date decided it. The message is kept.")]
    [InlineData(FateKind.Archived, "Mail for x not accepted", "users", "", "", "because: Mail for x not accepted. The rung “users” decided it.")]
    [InlineData(FateKind.Archived, "550 5.1.1 no such user", "", "", "smtp://10.0.0.1:25", "Refused on 15 Jun 2026 12:00:00 by the next hop smtp://10.0.0.1:25: 550 5.1.1 no such user.")]
    [InlineData(FateKind.Delivered, "", "", "", "lmtp://10.0.0.1:24", "Delivered on 15 Jun 2026 12:00:00 to lmtp://10.0.0.1:24: nothing objected.")]
    [InlineData(FateKind.Delivered, "", "whitelisted/ips", "example.com/whitelisted/ips/192.0.2.7", "lmtp://10.0.0.1:24", "the file example.com/whitelisted/ips/192.0.2.7 lets it in.")]
    [InlineData(FateKind.Deferred, "Greylisting in effect!", "checks/greylisting", "example.com/checks/greylisting", "", "Deferred on 15 Jun 2026 12:00:00 because: Greylisting in effect! The file example.com/checks/greylisting asks for it. The client has it.")]
    public async Task Says_in_plain_words_what_became_of_it_and_why(FateKind fate, string reason, string blocker, string file, string nextHop, string sentence)
    {
        await using var rendering = new Rendering();

        var html = await rendering.DrawAsync<MessageStoryView>(("Story", new MessageStory(Row(fate) with { Reason = reason, Blocker = blocker, File = file, NextHop = nextHop }, [])));

        Assert.Contains(sentence, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("shadow-refuse", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_it_came_back_and_after_how_long()
    {
        await using var rendering = new Rendering();
        var later = Row(FateKind.Delivered) with { Id = "06h08b0gpdw3b7zz", Time = Samples.Noon.AddMinutes(7) };

        var html = await rendering.DrawAsync<MessageStoryView>(("Story", new MessageStory(Row(FateKind.Deferred), [later])));

        Assert.Contains("It came back after 7 min and was delivered:", html, StringComparison.Ordinal);
        Assert.Contains("/messages/06h08b0gpdw3b7zz", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_who_released_it_when_and_what_the_next_hop_said()
    {
        await using var rendering = new Rendering();
        var release = new StoryEvent(StoryKind.Released, Samples.Noon.AddHours(3), "06h08b0gpdw3b7dm", TimeSpan.FromHours(3), "250 2.0.0 <b>taken</b>", "carol");

        var html = await rendering.DrawAsync<MessageStoryView>(("Story", new MessageStory(Row(FateKind.Archived), []) { Release = release }));

        Assert.Contains("Released by carol after 3 h; the next hop said:", html, StringComparison.Ordinal);
        Assert.Contains("250 2.0.0 &lt;b&gt;taken&lt;/b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_step_took_how_long()
    {
        await using var rendering = new Rendering();
        const string Slow = """[{"rung":"checks/dnsbl","value":"","file":null,"result":"pass","detail":"","ms":120.2},{"rung":"checks/date","value":"","file":null,"result":"pass","detail":"","ms":0.1}]""";

        var html = await rendering.DrawAsync<MessageStoryView>(
            ("Story", new MessageStory(Row(FateKind.Delivered) with { Trace = Slow, Ms = 150.6, NextHop = "lmtp://10.0.0.1:24" }, [])));

        Assert.Contains("151 ms from the end of the message to the reply:", html, StringComparison.Ordinal);
        Assert.Contains("120 ms for its 2 rungs", html, StringComparison.Ordinal);
        Assert.Contains("the longest: checks/dnsbl 120 ms", html, StringComparison.Ordinal);
        Assert.Contains("30 ms to hand it to the next hop", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strangers_wrote_is_text_and_a_torn_trace_costs_only_the_ladder()
    {
        await using var rendering = new Rendering();
        const string Hostile = "<script>alert(1)</script>";

        var html = await rendering.DrawAsync<MessageStoryView>(
            ("Story", new MessageStory(Row(FateKind.Archived) with { Reason = Hostile, Reply = Hostile, Recipient = Hostile, File = Hostile, Trace = "[{\"rung\":" }, [])));

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("every rung", html, StringComparison.Ordinal);
        Assert.Equal(new MessageFacts().From, MessageFacts.Of("{\"From\":").From);
        Assert.Equal("TLS 1.3", MessageFacts.Of("{\"tls\":\"TLS 1.3\",\"From\":[\"a\"],\"later\":1}").Tls);
    }

    private static JournalRow Row(FateKind fate) => new()
    {
        Id = "06h08b0gpdw3b7dm",
        Recipient = "bob@example.com",
        Domain = "example.com",
        Time = Samples.Noon,
        Session = "s",
        Client = "192.0.2.7",
        ClientName = "",
        Helo = "mx.example.net",
        Sender = "ann@example.net",
        Subject = "hello",
        MessageId = "<1@example.net>",
        Size = 2048,
        Fate = fate,
        Reason = "",
        Blocker = "",
        File = "",
        Reply = "reply",
        NextHop = "",
        Ms = 3,
        BodyHash = "",
        Authentication = "",
        Facts = "{}",
        Trace = Trace,
    };
}
