using System.Text;

namespace MsLite.Filter.Tests.Quarantine;

/// <summary>What is more than <c>megabytes:</c> goes, oldest first, while others archive and read.</summary>
public sealed class SizeExpiryTests
{
    private const int Megabyte = 1 << 20;

    private static readonly byte[] s_large = Message(300 * 1024);

    private static DateTimeOffset Day(int day) => new(2026, 6, day, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Whole_days_go_first_and_of_the_next_one_the_oldest_messages()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 2\n");
        await ArchiveDaysAsync(archive, days: 4, eachDay: 3, "bob@example.com");
        archive.Clock.AdvanceTo(Day(10));

        var report = await archive.Expiry.RunAsync(default);

        Assert.Empty(report.Faults);
        Assert.Equal(
            ["152/example.com: all of 2026-06-01", "153/example.com: the 3 oldest messages of 2026-06-02"],
            report.Removed.Select(removal => removal.ToString().Split(',')[0]));
        Assert.Contains("because mail for example.com may take 2 MB", report.Removed[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["155", "154", "153"], archive.Store.Days());
        await AssertWholeAsync(archive, "example.com");
    }

    [Fact]
    public async Task The_newest_of_today_stay_and_each_line_has_its_copy()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        for (var i = 0; i < 8; i++)
        {
            await archive.ArchiveAsync(s_large, $"u{i}@example.com", "u@other.example");
            archive.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var removal = Assert.Single((await archive.Expiry.FitAsync(default)).Removed);

        Assert.Equal(("152", "example.com", 5), (removal.Day, removal.Domain, removal.Messages));
        Assert.Equal(["u5@example.com", "u6@example.com", "u7@example.com"], (await archive.ReadAsync("152", "example.com")).Select(e => e.Recipient));
        await AssertWholeAsync(archive, "example.com");
        Assert.Equal(8, (await archive.ReadAsync("152", "other.example")).Count);
        Assert.Empty((await archive.Expiry.FitAsync(default)).Removed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_together_have_a_limit_in_the_tree_or_as_an_option(bool inTree)
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Options.Quarantine.Megabytes = inTree ? 100 : 2;
        archive.Tree.Touch("srv/_global_/quarantine", inTree ? "megabytes: 2\n" : "days: 30\n");
        await archive.ArchiveAsync(s_large, "a@small.example");
        await archive.ArchiveAsync(s_large, "a@large.example");
        await archive.ArchiveAsync(s_large, "b@large.example");
        archive.Clock.AdvanceTo(Day(4));
        await ArchiveDaysAsync(archive, days: 1, eachDay: 5, "c@other.example");

        var removed = (await archive.Expiry.RunAsync(default)).Removed;

        // 8 × 300 KiB are 2.35 MiB: of the oldest day the domain with most gives two messages, and that is enough.
        Assert.Equal("large.example", Assert.Single(removed).Domain);
        Assert.Contains("because the archive may take 2 MB", removed[0].ToString(), StringComparison.Ordinal);
        Assert.Single(await archive.ReadAsync("152", "small.example"));
        Assert.Equal(5, (await archive.ReadAsync("155", "other.example")).Count);
    }

    [Fact]
    public async Task The_tree_says_how_long_mail_is_kept_for_domains_that_do_not()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Options.Quarantine.Days = 3;
        await archive.ArchiveAsync("bob@example.com");
        archive.Tree.Touch("srv/_global_/quarantine", "days: 5\n");
        archive.Clock.AdvanceTo(Day(6));
        Assert.Empty((await archive.Expiry.RunAsync(default)).Removed);

        File.Delete(archive.Tree.Path("srv/_global_/quarantine"));
        Assert.Contains("kept for 3 days", Assert.Single((await archive.Expiry.RunAsync(default)).Removed).Why, StringComparison.Ordinal);
    }

    /// <summary>Each has measured too much; only the first may make the room.</summary>
    [Fact]
    public async Task Several_nodes_at_once_remove_no_more_than_one_would()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        for (var i = 0; i < 8; i++)
        {
            await archive.ArchiveAsync(s_large, $"u{i}@example.com");
        }

        var reports = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => archive.NewExpiry().FitAsync(default)));

        Assert.Equal(5, Assert.Single(reports.SelectMany(report => report.Removed)).Messages);
        Assert.All(reports, report => Assert.Empty(report.Faults));
        Assert.Equal(["u5@example.com", "u6@example.com", "u7@example.com"], (await archive.ReadAsync("152", "example.com")).Select(entry => entry.Recipient));
    }

    [Fact]
    public async Task Another_limit_counts_with_the_next_run()
    {
        await using var archive = new ArchiveFixture();
        var current = new CurrentOptions(archive.Options);
        using var expiry = archive.NewExpiry(current);
        for (var i = 0; i < 8; i++)
        {
            await archive.ArchiveAsync(s_large, $"u{i}@example.com");
        }

        var without = await expiry.FitAsync(default);
        current.Take(new MsLiteOptions { Quarantine = new QuarantineOptions { Megabytes = 1 } });
        var with = await expiry.FitAsync(default);

        Assert.Empty(without.Removed);
        Assert.Equal(5, Assert.Single(with.Removed).Messages);
    }

    [Fact]
    public async Task A_directory_of_the_seed_is_taken_over_and_its_lines_go_like_ours()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Store.Start();
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        var lines = new StringBuilder();
        for (var i = 0; i < 5; i++)
        {
            archive.Tree.Touch($"spam/152/example.com/cur/{i}.x:2,S", new string('x', 300 * 1024));
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"from":"<ann@example.net>","filename":"{{i}}.x","recipient":"u{{i}}@example.com"}""").Append('\n');
        }

        archive.Tree.Touch("spam/152/example.com/index.json", lines.ToString());

        Assert.Equal(2, Assert.Single((await archive.Expiry.FitAsync(default)).Removed).Messages);
        Assert.Equal(["2.x", "3.x", "4.x"], (await archive.ReadAsync("152", "example.com")).Select(e => e.FileName));
        Assert.Equal("index", new FileInfo(archive.Tree.Path("spam/152/example.com/index.json")).LinkTarget);
    }

    [Fact]
    public async Task Copies_that_a_crash_left_without_a_line_count_and_go()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        await archive.ArchiveAsync("bob@example.com");
        var orphan = archive.Tree.Touch("spam/152/example.com/new/1.lost", new string('x', 2 * Megabyte));

        // Just linked it may be on its way to its line, and so only the others can go.
        Assert.Equal(1, Assert.Single((await archive.Expiry.FitAsync(default)).Removed).Messages);
        Assert.True(File.Exists(orphan));
    }

    [Fact]
    public async Task The_index_keeps_its_mode()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        await ArchiveDaysAsync(archive, days: 1, eachDay: 5, "bob@example.com");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        archive.Tree.Permit("spam/152/example.com/index", Mode);

        Assert.Single((await archive.Expiry.FitAsync(default)).Removed);
        Assert.Equal(Mode, new FileInfo(archive.Tree.Path("spam/152/example.com/index")).UnixFileMode);
    }

    [Fact]
    public async Task Writers_lose_no_line_and_readers_see_no_error_while_an_index_is_shortened()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        using var stop = new CancellationTokenSource();
        var expiring = RepeatAsync(async () => Assert.Empty((await archive.Expiry.FitAsync(default)).Faults), stop.Token);
        var reading = RepeatAsync(() => AssertReadableAsync(archive), stop.Token);
        var message = Message(20 * 1024);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 75; i++)
            {
                await archive.ArchiveAsync(message, $"w{writer}-{i:D3}@example.com");
            }
        })));
        await stop.CancelAsync();
        await Task.WhenAll(expiring, reading);
        await archive.Expiry.FitAsync(default);

        // Of each writer the last ones are there, without a gap: what went was the beginning.
        var left = (await archive.ReadAsync("152", "example.com")).Select(e => e.Recipient).ToList();
        Assert.InRange(left.Count, 30, 60);
        foreach (var own in left.GroupBy(recipient => recipient[..2]).Select(group => group.ToList()))
        {
            Assert.Equal(Enumerable.Range(75 - own.Count, own.Count).Select(i => $"{own[0][..2]}-{i:D3}@example.com"), own);
        }

        await AssertWholeAsync(archive, "example.com");
    }

    [Fact]
    public async Task Files_of_days_that_have_not_changed_are_not_looked_at_again()
    {
        await using var archive = new ArchiveFixture(Day(1));
        archive.Tree.Touch("srv/example.com/quarantine", "megabytes: 1\n");
        await archive.ArchiveAsync("bob@example.com");
        var folder = archive.Tree.Path("spam/152/example.com/new");
        var copy = Directory.EnumerateFiles(folder).Single();
        await WaitUntilSettledAsync(folder);
        await archive.Expiry.FitAsync(default);

        // The file grows, but no directory changes: nobody notices until one does.
        await File.AppendAllTextAsync(copy, new string('x', 2 * Megabyte));
        Assert.Empty((await archive.Expiry.FitAsync(default)).Removed);
        archive.Tree.Touch("spam/152/example.com/new/2.x", "x");
        Assert.Single((await archive.Expiry.FitAsync(default)).Removed);
    }

    private static byte[] Message(int size) =>
        Encoding.UTF8.GetBytes($"Subject: large\r\n\r\n{string.Concat(Enumerable.Repeat(new string('x', 62) + "\r\n", size / 64))}");

    private static async Task ArchiveDaysAsync(ArchiveFixture archive, int days, int eachDay, string recipient)
    {
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < eachDay; i++)
            {
                await archive.ArchiveAsync(s_large, recipient);
            }

            archive.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    private static async Task RepeatAsync(Func<Task> action, CancellationToken stop)
    {
        do
        {
            await Task.Run(action, CancellationToken.None);
        }
        while (!stop.IsCancellationRequested);
    }

    private static async Task AssertReadableAsync(ArchiveFixture archive)
    {
        var index = archive.Store.FindIndex("152", "example.com")!;
        await foreach (var entry in index.ReadAsync())
        {
            // Gone is an answer; half a message, or an error, is none.
            _ = await archive.RestoreAsync(entry);
        }

        Assert.Equal(0, index.Skipped);
    }

    private static async Task AssertWholeAsync(ArchiveFixture archive, string domain)
    {
        foreach (var day in archive.Store.Days())
        {
            var entries = await archive.ReadAsync(day, domain);
            Assert.Equal(archive.Tree.Files($"spam/{day}/{domain}/new").Count, entries.Count);
            foreach (var entry in entries)
            {
                Assert.NotNull(await archive.RestoreAsync(entry));
            }
        }
    }

    /// <summary>The file system's clock is none of ours to set: as long as a sum is fresh, it is taken anew.</summary>
    private static Task WaitUntilSettledAsync(string folder)
    {
        var settled = Directory.GetLastWriteTimeUtc(folder) + TimeSpan.FromSeconds(2.1) - TimeProvider.System.GetUtcNow().UtcDateTime;
        return Task.Delay(settled > TimeSpan.Zero ? settled : TimeSpan.Zero);
    }
}
