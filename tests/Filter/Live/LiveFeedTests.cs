using MsLite.Filter.Access;
using MsLite.Filter.Live;
using MsLite.Mail;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Live;

/// <summary>What sessions do, as somebody who looks on is told it.</summary>
public sealed class LiveFeedTests : IAsyncLifetime
{
    private static readonly Caller s_root = new("root", Role.Administrator, new HashSet<string>());
    private static readonly Caller s_own = new("own", Role.DomainAdministrator, new HashSet<string> { "example.com" });

    private readonly LiveWorld _world = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task While_nobody_looks_on_nothing_is_made()
    {
        await _world.TalkAsync("bob@example.com");

        Assert.Equal((false, 0), (_world.Feed.IsListening, _world.Feed.Last));
    }

    [Fact]
    public async Task A_session_is_told_from_greeting_to_close()
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.TalkAsync("bob@example.com");

        var steps = _world.Feed.After(0).Items;

        Assert.Equal(
            [LiveStepKind.Connect, LiveStepKind.Hello, LiveStepKind.Mail, LiveStepKind.Rcpt, LiveStepKind.Data, LiveStepKind.Verdict, LiveStepKind.Data, LiveStepKind.Close],
            steps.Select(step => step.Kind));
        Assert.All(steps, step => Assert.Equal(("session-1", "192.0.2.7"), (step.Session, step.Client.ToString())));
        Assert.Equal(["client.example.net", "ann@example.net", "bob@example.com"], steps.Skip(1).Take(3).Select(step => step.Argument));
        Assert.All(steps.Skip(2).Take(5), step => Assert.Equal(("ann@example.net", "host.example.net"), (step.From, step.ClientName)));
        Assert.StartsWith("250 2.0.0", steps[5].Reply, StringComparison.Ordinal);
        Assert.Equal(("hello", FateKind.Delivered), (steps[5].Verdict!.Subject, steps[5].Verdict!.Fate));
    }

    [Fact]
    public async Task The_text_of_a_message_is_never_told()
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.TalkAsync("bob@example.com");

        Assert.DoesNotContain(_world.Feed.After(0).Items, step => step.ToString().Contains("Secret words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_was_not_understood_is_not_told_and_neither_is_the_one_before()
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.SessionAsync(async session =>
        {
            await session.MailAsync(new EmailAddress("ann", "example.net"), MailParameters.None, CancellationToken.None);
            session.Answered("MAIL", new SmtpReply(250, "2.1.0", "ok"));
            await session.RcptAsync(new EmailAddress("bob", "example.com"), RcptParameters.None, CancellationToken.None);
            session.Answered("RCPT", new SmtpReply(250, "2.1.5", "ok"));
            session.Answered("RCPT", new SmtpReply(501, "5.1.3", "bad"));
            session.Answered("MAIL", new SmtpReply(503, "5.5.1", "bad"));
        });

        Assert.Equal(["ann@example.net", "bob@example.com", "", ""], _world.Feed.After(0).Items.Where(step => step.Command.Length > 0).Select(step => step.Argument));
    }

    [Fact]
    public async Task Who_sees_some_domains_sees_the_steps_that_are_about_them_alone()
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.TalkAsync("bob@example.com");
        await _world.TalkAsync("eve@foreign.example");

        var seen = _world.Feed.After(0).Items.Where(step => step.IsVisibleTo(s_own)).ToList();

        Assert.Equal([LiveStepKind.Rcpt, LiveStepKind.Data, LiveStepKind.Verdict, LiveStepKind.Data, LiveStepKind.Close], seen.Select(step => step.Kind));
        Assert.All(seen, step => Assert.DoesNotContain("foreign", step.ToString(), StringComparison.Ordinal));
        Assert.Equal(("ann@example.net", "client.example.net"), (seen[0].From, seen[0].Helo));
    }

    [Fact]
    public async Task A_transaction_that_is_also_about_others_is_not_told_to_them()
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.TalkAsync("bob@example.com", "bob@example.net");

        Assert.Equal("bob@example.com", Assert.Single(_world.Feed.After(0).Items, step => step.IsVisibleTo(s_own)).Argument);
    }

    [Theory]
    [InlineData("192.0.2.7", "", 8)]
    [InlineData("192.0.2.0/24", "Example.COM", 5)]
    [InlineData("192.0.2.8", "", 0)]
    [InlineData("2001:db8::/32", "", 0)]
    [InlineData("", "example.org", 0)]
    public async Task It_is_filtered_by_client_and_domain(string ip, string domain, int expected)
    {
        using var subscription = _world.Feed.Subscribe();
        await _world.TalkAsync("bob@example.com");

        Assert.True(LiveFilter.TryParse(s_root, ip, domain, out var filter, out _));
        Assert.Equal(expected, _world.Feed.After(0).Items.Count(filter.Passes));
    }

    [Fact]
    public void A_filter_that_makes_no_sense_is_refused_in_a_sentence()
    {
        Assert.False(LiveFilter.TryParse(s_root, "mail.example.net", "", out _, out var fault));
        Assert.Contains("192.0.2.0/24", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_soon_missed_nothing_and_later_all_is_let_go()
    {
        _world.Feed.Subscribe().Dispose();
        await _world.TalkAsync("bob@example.com");
        Assert.Equal(8, _world.Feed.After(0).Items.Count);

        _world.Clock.Advance(LiveFeed.GoesOnFor);

        Assert.False(_world.Feed.IsListening);
        Assert.Equal((0, 8), (_world.Feed.After(0).Items.Count, _world.Feed.After(0).Missed));
    }

    [Fact]
    public void One_of_two_readers_who_leaves_takes_nothing_from_the_other()
    {
        using var stays = _world.Feed.Subscribe();
        _world.Feed.Subscribe().Dispose();
        _world.Clock.Advance(LiveFeed.GoesOnFor * 2);

        Assert.True(_world.Feed.IsListening);
    }

    [Fact]
    public void A_client_that_gets_no_session_is_told_too()
    {
        using var subscription = _world.Feed.Subscribe();
        _world.Sessions.TurnedAway(LiveWorld.Client("session-1"), new SmtpReply(421, "4.7.0", "Too many"));

        var step = Assert.Single(_world.Feed.After(0).Items);
        Assert.Equal((LiveStepKind.TurnedAway, "421 4.7.0 Too many"), (step.Kind, step.Reply));
        Assert.False(step.IsVisibleTo(s_own));
    }
}
