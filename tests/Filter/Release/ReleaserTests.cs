using System.Text;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Release;

/// <summary>What is said, and what is remembered, of a copy that is handed to its next hop after all.</summary>
public sealed class ReleaserTests
{
    [Fact]
    public async Task A_release_once_more_that_nobody_takes_does_not_undo_the_former_one()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        Assert.True((await world.ReleaseAsync(copy)).IsReleased);

        world.NextHop.Answer = (stage, _) => stage == NextHopStage.Content ? "451 4.3.0 Not now" : null;
        Assert.False((await world.ReleaseAsync(copy, again: true)).IsReleased);
        world.NextHop.Answer = (_, _) => null;
        var plain = await world.ReleaseAsync(copy);

        Assert.False(plain.IsReleased);
        Assert.Contains("It was released at ", plain.Text, StringComparison.Ordinal);
        Assert.Contains("Queued by the next hop", plain.Text, StringComparison.Ordinal);
        Assert.True((await world.ReleaseAsync(copy, again: true)).IsReleased);
    }

    [Theory]
    [InlineData("CREATE TRIGGER no_end BEFORE UPDATE ON released BEGIN SELECT RAISE(ABORT, 'no room'); END", "It is delivered, but that could not be written down: ")]
    [InlineData("DROP TABLE messages", "It is delivered, but nobody knows whether the sender had tried again meanwhile: ")]
    public async Task What_the_database_does_not_do_after_the_hand_over_is_a_warning(string sql, string warning)
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        await world.SpoilAsync(sql);

        var outcome = await world.ReleaseAsync(copy);

        Assert.True(outcome.IsReleased);
        Assert.StartsWith(warning, outcome.Warning, StringComparison.Ordinal);
        Assert.Single(world.NextHop.Messages);
        Assert.False((await world.ReleaseAsync(copy)).IsReleased);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_marked_is_released_with_a_warning()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        world.Archive.Tree.Delete("spam/166/example.com/cur");

        var outcome = await world.ReleaseAsync(copy);

        Assert.True(outcome.IsReleased);
        Assert.StartsWith("It is delivered, but its copy could not be marked as passed on: ", outcome.Warning, StringComparison.Ordinal);
        Assert.Contains("It was released at ", (await world.ReleaseAsync(copy)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_cannot_be_written_down_is_told_with_what_it_costs()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        world.NextHop.Answer = (stage, _) => stage == NextHopStage.Content ? "451 4.3.0 Not now" : null;
        await world.SpoilAsync("CREATE TRIGGER no_end BEFORE DELETE ON released BEGIN SELECT RAISE(ABORT, 'no room'); END");

        var outcome = await world.ReleaseAsync(copy);

        Assert.False(outcome.IsReleased);
        Assert.Contains("did not take it: 451 4.3.0 Not now", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("only --again sends it once more: ", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_the_spool_has_not_been_begun()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync(new byte[600_000], "bob@example.com"));
        world.Archive.Tree.Delete("state/spool");
        world.Archive.Tree.Touch("state/spool");

        var failed = await world.ReleaseAsync(copy);
        world.Archive.Tree.Delete("state/spool");

        Assert.False(failed.IsReleased);
        Assert.True(failed.IsFault);
        Assert.Contains("nothing was sent", failed.Text, StringComparison.Ordinal);
        Assert.True((await world.ReleaseAsync(copy)).IsReleased);
    }

    [Fact]
    public async Task What_goes_wrong_with_one_copy_keeps_no_other_from_its_recipient()
    {
        await using var world = new ReleaseWorld();
        var copies = await world.ArchiveAsync("bob@example.com", "carol@example.com");
        await world.SpoilAsync("CREATE TRIGGER no_bob BEFORE INSERT ON released WHEN NEW.recipient = 'bob@example.com' BEGIN SELECT RAISE(ABORT, 'no room'); END");

        var outcomes = await world.Releaser.ReleaseAsync(copies[0].Id!, "ann", again: false, CancellationToken.None);

        Assert.Equal([("bob@example.com", false), ("carol@example.com", true)], outcomes.Select(outcome => (outcome.Recipient, outcome.IsReleased)).Order());
        Assert.Contains("nothing was sent: ", outcomes.Single(outcome => !outcome.IsReleased).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_that_got_through_is_told_however_much_came_behind_it()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        await world.WriteDownAsync("retry", FateKind.Delivered, "<1@example.net>", "cafe", minutes: 1);
        for (var i = 0; i < 60; i++)
        {
            await world.WriteDownAsync($"other{i}", FateKind.Delivered, $"<other{i}@example.net>", "cafe", minutes: 2 + i);
        }

        Assert.Contains("[ref retry]", (await world.ReleaseAsync(copy)).Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cafe", FateKind.Delivered, 1, true)]
    [InlineData("beef", FateKind.Delivered, 1, false)]
    [InlineData("cafe", FateKind.Deferred, 1, false)]
    [InlineData("cafe", FateKind.Delivered, -1, false)]
    public async Task A_retry_without_message_id_is_known_by_its_body(string bodyHash, FateKind fate, int minutes, bool isOne)
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("Subject: hello\r\n\r\nx\r\n"u8.ToArray(), "bob@example.com"));
        await world.WriteDownAsync(copy.Id!, FateKind.Archived, "", "cafe", minutes: 0);
        await world.WriteDownAsync("other", fate, "", bodyHash, minutes);

        Assert.Equal(isOne, (await world.ReleaseAsync(copy)).Warning.Contains("[ref other]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Subject: hello\r\n\r\nGr\u00fc\u00dfe\r\n", "BODY=8BITMIME")]
    [InlineData("Subject: hello\r\n\r\nregards\r\n", "")]
    public async Task What_has_eight_bits_is_declared_so(string message, string expected)
    {
        await using var world = new ReleaseWorld();
        world.NextHop.Extensions = ["8BITMIME", "SMTPUTF8"];
        var copy = await world.ArchiveStampedAsync(message, MailParameters.None);

        Assert.True((await world.ReleaseAsync(copy)).IsReleased);

        Assert.Equal(expected, Assert.Single(world.NextHop.Messages).MailParameters);
    }

    [Theory]
    [InlineData(true, true, true, "BODY=8BITMIME SMTPUTF8")]
    [InlineData(true, false, false, "5.6.7")]
    [InlineData(false, true, true, "BODY=8BITMIME")]
    [InlineData(false, false, true, "BODY=8BITMIME")]
    public async Task What_its_client_sent_with_smtputf8_is_released_with_it_or_not_at_all(bool isDeclared, bool isOffered, bool isReleased, string expected)
    {
        await using var world = new ReleaseWorld();
        world.NextHop.Extensions = isOffered ? ["8BITMIME", "SMTPUTF8"] : ["8BITMIME"];
        var message = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Subject: Gr\u00fc\u00dfe\r\n\r\nhello\r\n"));
        var copy = await world.ArchiveStampedAsync(message, new MailParameters { SmtpUtf8 = isDeclared });

        var outcome = await world.ReleaseAsync(copy);

        Assert.Equal(isReleased, outcome.IsReleased);
        Assert.Contains(expected, isReleased ? world.NextHop.Messages[0].MailParameters : outcome.Text, StringComparison.Ordinal);
        Assert.Equal(isDeclared && isReleased, isReleased && Encoding.Latin1.GetString(world.NextHop.Messages[0].Content).Contains(" with UTF8SMTP", StringComparison.Ordinal));
    }
}
