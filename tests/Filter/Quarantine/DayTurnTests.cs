namespace MsLite.Filter.Tests.Quarantine;

public sealed class DayTurnTests
{
    private static DateTimeOffset At(int year, int month, int day, int hour = 12) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2025, 6, 15, "166", "165")]
    [InlineData(2025, 1, 1, "1", "366")]
    [InlineData(2026, 1, 1, "1", "365")]
    [InlineData(2024, 12, 31, "366", "365")]
    [InlineData(2024, 3, 1, "61", "60")]
    public async Task The_links_are_right_at_the_start(int year, int month, int day, string today, string yesterday)
    {
        await using var archive = new ArchiveFixture(At(year, month, day));
        archive.Store.Start();
        AssertLinks(archive, today, yesterday);
        Assert.True(Directory.Exists(archive.Tree.Path("spam/today")));
    }

    [Fact]
    public async Task The_links_follow_midnight_without_any_mail()
    {
        await using var archive = new ArchiveFixture(At(2025, 12, 30, 23));
        archive.Store.Start();
        archive.Clock.Advance(TimeSpan.FromMinutes(59));
        AssertLinks(archive, "364", "363");
        archive.Clock.Advance(TimeSpan.FromMinutes(2));
        AssertLinks(archive, "365", "364");
        archive.Clock.Advance(TimeSpan.FromDays(1));
        AssertLinks(archive, "1", "365");
        archive.Clock.Advance(TimeSpan.FromDays(1));
        AssertLinks(archive, "2", "1");
    }

    [Fact]
    public async Task An_index_that_somebody_has_locked_holds_nothing_up_and_is_left_as_it_is()
    {
        await using var archive = new ArchiveFixture(At(2025, 12, 30, 23));
        archive.Store.Start();
        await archive.ArchiveAsync("bob@example.com");
        await File.AppendAllTextAsync(archive.Tree.Path("spam/364/example.com/index"), "{\"from\"");
        using var index = Posix.Open(archive.Tree.Path("spam/364/example.com/index"), PosixOpen.ReadWrite);
        Posix.Lock(index);

        await Task.Run(() => archive.Clock.Advance(TimeSpan.FromDays(2))).WaitAsync(TimeSpan.FromSeconds(20));

        AssertLinks(archive, "1", "365");
        Assert.EndsWith("\n{\"from\"", archive.Tree.Read("spam/364/example.com/index"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_is_the_local_one()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(14), "east", "east");
        await using var archive = new ArchiveFixture(At(2025, 12, 31), zone);
        await archive.ArchiveAsync("bob@example.com");

        AssertLinks(archive, "1", "365");
        var entry = Assert.Single(await archive.ReadAsync("1", "example.com"));
        Assert.Equal("2026-01-01T02:00:00.0000000+14:00", entry.Time?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_first_archive_of_a_day_turns_the_tree_without_a_timer()
    {
        await using var archive = new ArchiveFixture(At(2025, 2, 28));
        await archive.ArchiveAsync("bob@example.com");
        archive.Clock.Advance(TimeSpan.FromDays(1));
        await archive.ArchiveAsync("bob@example.com");

        AssertLinks(archive, "60", "59");
        Assert.Single(await archive.ReadAsync("59", "example.com"));
        Assert.Single(await archive.ReadAsync("60", "example.com"));
    }

    [Fact]
    public async Task A_year_later_the_same_number_begins_empty_and_the_old_mail_is_still_there()
    {
        await using var archive = new ArchiveFixture(At(2024, 6, 15));
        await archive.ArchiveAsync("old@example.com");
        await archive.ArchiveAsync("old@example.org");
        archive.Clock.AdvanceTo(At(2025, 6, 16));
        await archive.ArchiveAsync("new@example.com");

        Assert.Equal("new@example.com", Assert.Single(await archive.ReadAsync("167", "example.com")).Recipient);
        Assert.Equal("old@example.com", Assert.Single(await archive.ReadAsync("2024-167", "example.com")).Recipient);
        // Also the domain that gets no mail today, once somebody has looked: what stands in today's directory is of today.
        archive.Store.Tidy(CancellationToken.None);
        Assert.Equal(["example.com"], archive.Store.Domains("167"));
        var old = Assert.Single(await archive.ReadAsync("2024-167", "example.org"));
        Assert.NotNull(await archive.RestoreAsync(old));
    }

    [Fact]
    public async Task A_directory_of_the_seed_from_a_former_year_is_known_by_the_age_of_its_index()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        var index = archive.Tree.Touch("spam/166/example.com/index.json", """{"from":"<ann@example.net>","filename":"1.x"}""" + "\n");
        archive.Tree.Touch("spam/166/example.com/new/1.x", "Recipient: a@example.com\nSubject: x\n\n");
        File.SetLastWriteTimeUtc(index, At(2024, 6, 14).UtcDateTime);
        await archive.ArchiveAsync("new@example.com");

        Assert.Equal("new@example.com", Assert.Single(await archive.ReadAsync("166", "example.com")).Recipient);
        Assert.Single(archive.Tree.Files("spam/166/example.com/new"));
        Assert.Single(await archive.ReadAsync("2024-166", "example.com"));
    }

    [Fact]
    public async Task A_directory_without_an_index_is_known_by_the_age_of_its_newest_copy()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        foreach (var (name, year) in new[] { ("1.x", 2023), ("2.x", 2024) })
        {
            File.SetLastWriteTimeUtc(archive.Tree.Touch($"spam/166/example.com/new/{name}"), At(year, 6, 15).UtcDateTime);
        }

        await archive.ArchiveAsync("new@example.com");
        Assert.Single(archive.Tree.Files("spam/166/example.com/new"));
        Assert.Equal(2, archive.Tree.Files("spam/2024-167/example.com/new").Count);
    }

    [Fact]
    public async Task A_directory_of_the_seed_of_today_is_taken_over_with_its_lines()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        var index = archive.Tree.Touch("spam/166/example.com/index.json", """{"from":"<ann@example.net>","filename":"1234567890.x","recipient":"old@example.com"}""" + "\n");
        File.SetLastWriteTimeUtc(index, At(2025, 6, 15).UtcDateTime);
        Assert.Single(await archive.ReadAsync("166", "example.com"));
        await archive.ArchiveAsync("new@example.com");

        Assert.Equal("index", new FileInfo(index).LinkTarget);
        Assert.Equal(["old@example.com", "new@example.com"], (await archive.ReadAsync("166", "example.com")).Select(e => e.Recipient));
    }

    [Fact]
    public async Task A_second_move_to_the_same_place_gets_a_place_of_its_own()
    {
        await using var archive = new ArchiveFixture(At(2024, 6, 15));
        await archive.ArchiveAsync("first@example.com");
        archive.Tree.Touch("spam/2024-167/example.com/new/1.x");
        archive.Clock.AdvanceTo(At(2025, 6, 16));
        await archive.ArchiveAsync("new@example.com");

        Assert.Single(await archive.ReadAsync("2024-167.1", "example.com"));
        Assert.Contains("2024-167.1", archive.Store.Days());
    }

    [Fact]
    public async Task A_restart_on_the_same_day_moves_nothing()
    {
        await using var archive = new ArchiveFixture(TimeProvider.System.GetUtcNow());
        await archive.ArchiveAsync("bob@example.com");
        await archive.RestartAsync();
        await archive.ArchiveAsync("carol@example.com");
        Assert.Equal(2, (await archive.ReadAsync(archive.Store.Days()[0], "example.com")).Count);
    }

    [Fact]
    public async Task What_stands_in_the_place_of_a_link_does_not_stop_mail()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        archive.Tree.Folder("spam/today/example.com");
        archive.Tree.Touch("spam/yesterday");
        await archive.ArchiveAsync("bob@example.com");

        Assert.Single(await archive.ReadAsync("166", "example.com"));
        Assert.Equal("165", new FileInfo(archive.Tree.Path("spam/yesterday")).LinkTarget);
    }

    private static void AssertLinks(ArchiveFixture archive, string today, string yesterday)
    {
        Assert.Equal(today, new FileInfo(archive.Tree.Path("spam/today")).LinkTarget);
        Assert.Equal(yesterday, new FileInfo(archive.Tree.Path("spam/yesterday")).LinkTarget);
    }
}
