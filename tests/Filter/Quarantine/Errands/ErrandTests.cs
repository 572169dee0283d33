using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Release;

namespace MsLite.Filter.Tests.Quarantine.Errands;

public sealed class ErrandTests
{
    [Fact]
    public async Task Deletes_what_was_chosen_when_its_time_has_come_and_not_before()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com", "carol@example.com", "dave@example.com");
        var hits = await world.FindAsync();

        var errand = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Delete, hits.Where(hit => hit.Entry.Recipient != "dave@example.com"))!;
        Assert.Equal((ErrandState.Waiting, 2), (errand.State, errand.Total));
        Assert.Equal("bob@example.com carol@example.com dave@example.com", await world.RecipientsAsync());
        await world.FinishAsync(errand);

        Assert.Equal((ErrandState.Done, 2, 0), (errand.State, errand.Reached, errand.Failed));
        Assert.Equal("dave@example.com", await world.RecipientsAsync());
        Assert.Equal(["Deleted.", "Deleted."], errand.Results.Select(result => result.Text));
    }

    [Fact]
    public async Task What_is_taken_back_in_time_is_as_it_was()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com");
        var errand = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Delete, await world.FindAsync())!;

        Assert.True(errand.End());
        await world.FinishAsync(errand);

        Assert.Equal((ErrandState.Withdrawn, 0), (errand.State, errand.Reached));
        Assert.Equal("bob@example.com", await world.RecipientsAsync());
        Assert.False(errand.End());
    }

    [Fact]
    public async Task Does_nothing_that_still_waits_when_the_program_ends()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com");
        var errand = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Delete, await world.FindAsync())!;

        await world.Desk.DisposeAsync();

        Assert.Equal(ErrandState.Withdrawn, errand.State);
        Assert.Equal("bob@example.com", await world.RecipientsAsync());
    }

    [Fact]
    public async Task Releases_to_the_next_hop_and_says_with_which_it_could_not_be_done()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com", "carol@example.com");
        var hits = await world.FindAsync();
        var first = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Release, hits.Where(hit => hit.Entry.Recipient == "bob@example.com"))!;
        await world.FinishAsync(first);

        var both = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Release, await world.FindAsync())!;
        await world.FinishAsync(both);

        Assert.Equal((2, 1), (both.Reached, both.Failed));
        Assert.Equal("bob@example.com", both.Results[0].Recipient);
        Assert.Contains("It was released at", both.Results[0].Text, StringComparison.Ordinal);
        Assert.Contains($"the command \"release {both.Results[0].Id} --again\" sends it once more", both.Results[0].Text, StringComparison.Ordinal);
        Assert.All(await world.FindAsync(), hit => Assert.True(hit.IsReleased));
        Assert.Equal(2, Directory.GetFiles(world.Tree.Path("mail"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Lets_the_senders_of_what_it_releases_in_once_its_time_has_come()
    {
        await using var world = new ErrandWorld();
        world.Tree.Touch("srv/example.com/users/valid/bob");
        await world.ArchiveAsync("bob@example.com", "carol@example.com");
        var hits = await world.FindAsync();
        var sender = hits[0].Entry.From;

        var errand = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Release, hits.Where(hit => hit.Entry.Recipient == "bob@example.com"), WelcomeKind.Sender)!;
        Assert.False(world.Tree.Exists($"srv/example.com/whitelisted/senders/{sender}"));
        await world.FinishAsync(errand);

        Assert.Equal((1, 0), (errand.Reached, errand.Failed));
        Assert.True(world.Tree.Exists($"srv/example.com/whitelisted/senders/{sender}"));
        Assert.Contains("Such mail is let in from now on.", errand.Results[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_as_seen_and_as_not_seen_at_once()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com", "carol@example.com");

        await world.FinishAsync(world.Desk.Give(ErrandWorld.Administrator, ErrandKind.MarkSeen, await world.FindAsync())!);
        Assert.Equal(2, (await world.FindAsync(new() { IsSeen = true })).Count);

        await world.FinishAsync(world.Desk.Give(ErrandWorld.Administrator, ErrandKind.MarkUnseen, [(await world.FindAsync())[0]])!);
        Assert.Single(await world.FindAsync(new() { IsSeen = true }));
    }

    [Fact]
    public async Task Takes_all_that_a_question_finds_and_nothing_that_arrives_later()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync([.. Enumerable.Range(0, 600).Select(i => $"user{i}@example.com")]);
        await world.ArchiveAsync("bob@example.org");

        var errand = (await world.Desk.GiveAsync(ErrandWorld.Administrator, ErrandKind.Delete, new() { Domain = "example.com" }, CancellationToken.None))!;
        await world.ArchiveAsync("late@example.com");
        await world.FinishAsync(errand);

        Assert.Equal((600, 600, 0), (errand.Total, errand.Reached, errand.Failed));
        Assert.Equal("bob@example.org late@example.com", await world.RecipientsAsync());
    }

    [Theory]
    [InlineData(Role.Viewer, "example.com")]
    [InlineData(Role.DomainAdministrator, "example.net")]
    public async Task Nobody_changes_copies_that_are_not_his_to_change(Role role, string domain)
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com");
        var caller = new Caller("dora", role, new HashSet<string> { domain });

        Assert.Null(world.Desk.Give(caller, ErrandKind.Delete, await world.FindAsync()));
        Assert.Null(await world.Desk.GiveAsync(caller, ErrandKind.Delete, new(), CancellationToken.None));
        Assert.Null(await world.Desk.GiveAsync(caller, ErrandKind.Delete, new() { Domain = "example.com" }, CancellationToken.None));
    }

    [Fact]
    public async Task A_domain_administrator_changes_his_own_among_those_of_others()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com", "carol@example.org");
        var caller = new Caller("dora", Role.DomainAdministrator, new HashSet<string> { "example.org" });

        var errand = (await world.Desk.GiveAsync(caller, ErrandKind.Delete, new(), CancellationToken.None))!;
        await world.FinishAsync(errand);

        Assert.Equal("bob@example.com", await world.RecipientsAsync());
        Assert.Equal([errand], world.Desk.Of(caller));
        Assert.Empty(world.Desk.Of(ErrandWorld.Administrator));
    }

    [Fact]
    public async Task A_copy_that_is_gone_counts_as_deleted_and_not_as_released()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com");
        var hits = await world.FindAsync();
        Directory.Delete(world.Tree.Path("spam/166/example.com/new"), recursive: true);

        var release = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Release, hits)!;
        var delete = world.Desk.Give(ErrandWorld.Administrator, ErrandKind.Delete, hits)!;
        await world.FinishAsync(release);
        await world.FinishAsync(delete);

        Assert.Equal((1, 0), (release.Failed, delete.Failed));
        Assert.Equal("It is gone already.", Assert.Single(release.Results).Text);
    }

    [Fact]
    public async Task Whoever_waits_has_the_results_at_once_of_what_is_his_to_change_and_finds_no_errand_later()
    {
        await using var world = new ErrandWorld();
        await world.ArchiveAsync("bob@example.com", "carol@example.org");
        var caller = new Caller("dora", Role.DomainAdministrator, new HashSet<string> { "example.org" });

        var errand = await world.Desk.DoAsync(caller, ErrandKind.Delete, (await world.FindAsync()).Select(hit => hit.Entry), whitelist: null);

        Assert.Equal((ErrandState.Done, 1, 1, 0), (errand.State, errand.Total, errand.Reached, errand.Failed));
        Assert.Equal("carol@example.org", Assert.Single(errand.Results).Recipient);
        Assert.Empty(world.Desk.Of(caller));
        Assert.Equal("bob@example.com", await world.RecipientsAsync());
    }
}
