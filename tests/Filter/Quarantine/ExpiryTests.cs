using System.Globalization;

namespace MsLite.Filter.Tests.Quarantine;

public sealed class ExpiryTests
{
    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2025-06-15")]
    [InlineData("2025-01-10")]
    [InlineData("2024-03-10")]
    [InlineData("2025-03-10")]
    public async Task Keeps_thirty_days_across_the_turn_of_the_year_and_the_leap_day(string today)
    {
        var end = DateOnly.Parse(today, CultureInfo.InvariantCulture);
        await using var archive = new ArchiveFixture(At(end.Year, end.Month, end.Day).AddDays(-40));
        for (var day = end.AddDays(-40); day <= end; day = day.AddDays(1))
        {
            await archive.ArchiveAsync("bob@example.com");
            archive.Clock.Advance(day < end ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        }

        var report = await archive.Expiry.RunAsync(default);

        Assert.Equal(Enumerable.Range(31, 10).Select(age => end.AddDays(-age)), report.Removed.Select(r => r.Date).OrderDescending());
        Assert.Equal(31, report.Kept);
        Assert.Empty(report.Faults);
        var left = Enumerable.Range(0, 31).Select(age => end.AddDays(-age).DayOfYear.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(left, archive.Store.Days());
        Assert.False(archive.Tree.Exists("spam/.expired"));
    }

    [Fact]
    public async Task A_domain_says_how_many_days_it_wants()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        archive.Tree.Touch("srv/short.example/quarantine", "days: 3\n");
        archive.Tree.Touch("srv/long.example/quarantine", "days: 90\n");
        await archive.ArchiveAsync("a@short.example", "b@long.example", "c@gone.example");

        archive.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty((await archive.Expiry.RunAsync(default)).Removed);
        archive.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["short.example"], (await archive.Expiry.RunAsync(default)).Removed.Select(r => r.Domain));
        archive.Clock.Advance(TimeSpan.FromDays(27));
        Assert.Equal(["gone.example"], (await archive.Expiry.RunAsync(default)).Removed.Select(r => r.Domain));
        archive.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(["long.example"], (await archive.Expiry.RunAsync(default)).Removed.Select(r => r.Domain));
        Assert.False(archive.Tree.Exists("spam/166"));
    }

    [Fact]
    public async Task A_directory_of_last_year_under_a_recent_number_is_as_old_as_it_is()
    {
        await using var archive = new ArchiveFixture(At(2024, 6, 11));
        await archive.ArchiveAsync("old@example.com");
        archive.Clock.AdvanceTo(At(2025, 6, 15));
        archive.Store.Start();

        Assert.Equal(new DateOnly(2024, 6, 11), Assert.Single((await archive.Expiry.RunAsync(default)).Removed).Date);
        Assert.False(archive.Tree.Exists("spam/163"));
    }

    [Fact]
    public async Task What_was_moved_aside_expires_too()
    {
        await using var archive = new ArchiveFixture(At(2024, 6, 15));
        await archive.ArchiveAsync("old@example.com");
        archive.Clock.AdvanceTo(At(2025, 6, 16));
        await archive.ArchiveAsync("new@example.com");

        await archive.Expiry.RunAsync(default);

        Assert.Equal(["167"], archive.Store.Days());
        Assert.Single(await archive.ReadAsync("167", "example.com"));
    }

    [Fact]
    public async Task Leaves_alone_what_it_does_not_know()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        archive.Store.Start();
        archive.Tree.Touch("spam/passwd", "secret");
        archive.Tree.Touch("spam/lost+found/x");
        File.SetLastWriteTimeUtc(archive.Tree.Touch("spam/100/example.com/new/1.x"), At(2025, 4, 10).UtcDateTime);
        Directory.SetLastWriteTimeUtc(archive.Tree.Path("spam/100/example.com/new"), At(2025, 4, 10).UtcDateTime);
        archive.Tree.Touch("spam/100/readme");
        archive.Tree.Touch("outside/file");
        archive.Tree.Link("spam/99", archive.Tree.Path("outside"));
        archive.Tree.Link("spam/100/linked.example", archive.Tree.Path("outside"));

        var report = await archive.Expiry.RunAsync(default);

        Assert.Equal("example.com", Assert.Single(report.Removed).Domain);
        Assert.True(archive.Tree.Exists("spam/passwd"));
        Assert.True(archive.Tree.Exists("spam/lost+found/x"));
        Assert.True(archive.Tree.Exists("spam/100/readme"));
        Assert.True(archive.Tree.Exists("spam/99/file"));
        Assert.True(archive.Tree.Exists("outside/file"));
    }

    [Fact]
    public async Task Removes_what_an_interrupted_run_left()
    {
        await using var archive = new ArchiveFixture(At(2025, 6, 15));
        archive.Store.Start();
        archive.Tree.Touch("spam/.expired/x.example.com/new/1.x");
        await archive.Expiry.RunAsync(default);
        Assert.False(archive.Tree.Exists("spam/.expired"));
    }

    [Fact]
    public async Task Does_not_disturb_those_who_archive_and_read_meanwhile()
    {
        await using var archive = new ArchiveFixture(At(2025, 5, 1));
        await archive.ArchiveAsync("old@example.com");
        archive.Clock.AdvanceTo(At(2025, 6, 15));
        using var stop = new CancellationTokenSource();
        var expiring = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Empty((await archive.Expiry.RunAsync(default)).Faults);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => archive.ArchiveAsync($"u{i}@d{i % 20}.example"))));
        await stop.CancelAsync();
        await expiring;

        Assert.Equal(20, archive.Store.Domains("166").Count);
        Assert.Equal(200, archive.Tree.Files("spam/166").Count(f => f.Contains("/new/", StringComparison.Ordinal)));
        Assert.False(archive.Tree.Exists("spam/121"));
    }
}
