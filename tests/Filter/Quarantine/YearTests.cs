using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Quarantine;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine;

/// <summary>The archive through whole years of a clock moved by hand: links, expiry and the numbers that come again.</summary>
public sealed class YearTests
{
    private static readonly (string Domain, int Days)[] s_domains = [("one.example", 1), ("month.example", 30), ("year.example", 365), ("long.example", 400)];

    /// <summary>A file system without a disk, where there is one: thousands of syncs are none of this test's subject.</summary>
    private static string? Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : null;

    /// <summary>Daylight saving of one hour, of half an hour, at midnight itself (days that begin at 01:00), on both hemispheres, and none.</summary>
    public static TheoryData<string> Zones => ["UTC", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Pacific/Kiritimati", "Asia/Kathmandu"];

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task The_links_are_right_on_every_day_of_a_leap_year_and_a_common_one(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        await using var archive = new ArchiveFixture(Midnight(new DateOnly(2023, 12, 31), zone) + TimeSpan.FromHours(5), zone, Memory);
        archive.Store.Start();
        for (var day = new DateOnly(2024, 1, 1); day <= new DateOnly(2026, 1, 1); day = day.AddDays(1))
        {
            var midnight = Midnight(day, zone);
            archive.Clock.AdvanceTo(midnight - TimeSpan.FromMilliseconds(1));
            AssertLinks(archive, day.AddDays(-1));
            archive.Clock.AdvanceTo(midnight + TimeSpan.FromMilliseconds(30));
            AssertLinks(archive, day);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", 1)]
    [InlineData("America/Havana", 2)]
    public async Task Of_every_domain_just_the_days_it_wants_are_there_through_two_years(string zoneName, int seed)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var random = new Random(seed);
        var start = new DateOnly(2023, 12, 30);
        await using var archive = new ArchiveFixture(Midnight(start, zone), zone, Memory);
        foreach (var (domain, days) in s_domains)
        {
            archive.Tree.Touch($"srv/{domain}/quarantine", $"days: {days}\n");
        }

        for (var day = start; day <= new DateOnly(2026, 3, 2); day = day.AddDays(1))
        {
            archive.Clock.AdvanceTo(InDay(day, zone, random));
            await archive.ArchiveAsync([.. s_domains.Select(one => $"bob@{one.Domain}")]);

            // The days of which something can go wrong are all looked at, of the others one in ten.
            if (day.DayOfYear < 3 || day.DayOfYear is > 57 and < 63 or > 363 || random.Next(10) == 0)
            {
                Assert.Empty((await archive.Expiry.RunAsync(default)).Faults);
                AssertKept(archive, start, day);
            }
        }

        await AssertOneDayEachAsync(archive);
    }

    [Fact]
    public async Task Who_archives_across_midnight_finds_his_mail_on_the_day_that_its_line_tells()
    {
        var midnight = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var archive = new ArchiveFixture(midnight - TimeSpan.FromSeconds(1), parent: Memory);
        archive.Store.Start();
        using var stop = new CancellationTokenSource();
        var archived = 0;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await archive.ArchiveAsync($"bob@d{writer}.example");
                Interlocked.Increment(ref archived);
            }
        })).ToList();
        while (archive.Clock.GetUtcNow() < midnight + TimeSpan.FromSeconds(1))
        {
            archive.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        var soFar = Volatile.Read(ref archived);
        SpinWait.SpinUntil(() => Volatile.Read(ref archived) > soFar + 8, TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        AssertLinks(archive, new DateOnly(2025, 1, 1));
        Assert.Equal(archived, await AssertOneDayEachAsync(archive));
    }

    [Fact]
    public async Task Readers_see_no_error_while_days_expire_and_are_moved()
    {
        await using var archive = new ArchiveFixture(new DateTimeOffset(2024, 12, 1, 12, 0, 0, TimeSpan.Zero), parent: Memory);
        archive.Tree.Touch("srv/_global_/quarantine", "days: 3\n");
        await archive.ArchiveAsync("bob@example.com", "bob@example.org");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ReadAllAsync(archive);
            }
        })).ToList();

        for (var day = 0; day < 400; day++)
        {
            archive.Clock.Advance(TimeSpan.FromDays(1));
            await archive.ArchiveAsync("bob@example.com", "bob@example.org");
            Assert.Empty((await archive.Expiry.RunAsync(default)).Faults);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(4, archive.Store.Days().Count);
    }

    [Theory]
    [InlineData("2000-01-01T00:00:00Z", "UTC")]
    [InlineData("2026-11-20T00:00:00Z", "UTC")]
    [InlineData("2026-11-22T00:30:00Z", "Etc/GMT+12")]
    public async Task A_clock_that_is_set_back_makes_nothing_expire(string wrong, string zone)
    {
        var east = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati");
        await using var archive = new ArchiveFixture(DateTimeOffset.Parse("2026-11-22T00:30:00Z", CultureInfo.InvariantCulture) - TimeSpan.FromDays(2), east, Memory);
        for (var i = 0; i < 3; i++)
        {
            await archive.ArchiveAsync("bob@example.com");
            archive.Clock.Advance(TimeSpan.FromDays(i < 2 ? 1 : 0));
        }

        await archive.RestartAsync(new ManualClock(DateTimeOffset.Parse(wrong, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));
        await archive.ArchiveAsync("carol@example.com");
        Assert.Empty((await archive.Expiry.RunAsync(default)).Removed);
        await archive.RestartAsync(new ManualClock(DateTimeOffset.Parse("2026-11-22T12:00:00Z", CultureInfo.InvariantCulture), east));

        Assert.DoesNotContain((await archive.Expiry.RunAsync(default)).Removed, removal => removal.Date.Year == 2026);
        Assert.Equal(3, (await ReadAllAsync(archive)).Count(entry => entry.Recipient == "bob@example.com"));
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_nothing_goes_early_and_nothing_stays_too_long()
    {
        // Each number is a step: mail, a wait of up to sixty hours, the expiry, a restart in another zone.
        var property = (PositiveInt start, byte[] steps) =>
        {
#pragma warning disable VSTHRD002 // FsCheck's properties are synchronous, and nobody else waits for this thread.
            LiveAsync(start.Get, steps ?? []).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return true;
        };
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 60).ToArbitrary(), property).Check(
            Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static async Task LiveAsync(int start, byte[] steps)
    {
        string[] zones = ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12", "America/Havana"];
        var clock = new ManualClock(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(start % 1000 * 17), TimeZoneInfo.FindSystemTimeZoneById(zones[start % zones.Length]));
        await using var archive = new ArchiveFixture(clock.GetUtcNow(), clock.LocalTimeZone, Memory);
        archive.Tree.Touch("srv/month.example/quarantine", "days: 30\n");
        archive.Tree.Touch("srv/one.example/quarantine", "days: 1\n");
        var mails = new List<(string Recipient, DateTimeOffset Time)>();
        var count = 0;
        foreach (var step in steps)
        {
            switch (step % 8)
            {
                case < 3:
                    var recipient = $"u{count++}@{(step % 2 == 0 ? "month" : "one")}.example";
                    await archive.ArchiveAsync(recipient);
                    mails.Add((recipient, archive.Clock.GetUtcNow()));
                    break;
                case < 6:
                    archive.Clock.Advance(TimeSpan.FromHours(step / 4 * (step > 250 ? 200 : 1)));
                    break;
                case 6:
                    Assert.Empty((await archive.Expiry.RunAsync(default)).Faults);
                    var kept = (await ReadAllAsync(archive)).Select(entry => entry.Recipient).ToHashSet();
                    AssertAges(mails, kept, archive.Clock.GetUtcNow());
                    mails.RemoveAll(mail => !kept.Contains(mail.Recipient));
                    break;
                default:
                    await archive.RestartAsync(new ManualClock(archive.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zones[step / 8 % zones.Length])));
                    AssertLinks(archive, DateOnly.FromDateTime(archive.Clock.GetLocalNow().DateTime));
                    break;
            }
        }

        await AssertOneDayEachAsync(archive);
    }

    /// <summary>Between zones a day can be up to two days older or younger than the clock alone says.</summary>
    private static void AssertAges(List<(string Recipient, DateTimeOffset Time)> mails, HashSet<string> kept, DateTimeOffset now)
    {
        foreach (var (recipient, time) in mails)
        {
            var days = recipient.EndsWith("@one.example", StringComparison.Ordinal) ? 1 : 30;
            var age = (now - time).TotalDays;
            Assert.True(kept.Contains(recipient) ? age < days + 4 : age > days - 2, $"{recipient} of {time} is {(kept.Contains(recipient) ? "still there" : "gone")} at {now}.");
        }
    }

    private static void AssertKept(ArchiveFixture archive, DateOnly start, DateOnly today)
    {
        foreach (var (domain, days) in s_domains)
        {
            var first = today.AddDays(-days) > start ? today.AddDays(-days) : start;
            var dates = archive.Store.Days().Where(day => archive.Store.Domains(day).Contains(domain)).Select(day => archive.Store.Tree.DateOf(day, domain, today));
            Assert.Equal(Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(age => (DateOnly?)today.AddDays(-age)), dates.OrderDescending());
        }

        AssertLinks(archive, today);
    }

    /// <summary>No directory holds mail of two days, or of another than its name's. Gives how much mail there is.</summary>
    private static async Task<int> AssertOneDayEachAsync(ArchiveFixture archive)
    {
        var entries = await ReadAllAsync(archive);
        foreach (var directory in entries.GroupBy(entry => (entry.Day, entry.Domain)))
        {
            var date = Assert.Single(directory.Select(entry => DateOnly.FromDateTime(entry.Time!.Value.DateTime)).Distinct());
            Assert.Equal(date.DayOfYear.ToString(CultureInfo.InvariantCulture), directory.Key.Day.Split('-')[^1].Split('.')[0]);
        }

        return entries.Count;
    }

    private static async Task<List<QuarantineEntry>> ReadAllAsync(ArchiveFixture archive)
    {
        var entries = new List<QuarantineEntry>();
        foreach (var day in archive.Store.Days())
        {
            foreach (var domain in archive.Store.Domains(day))
            {
                foreach (var entry in await archive.ReadAsync(day, domain))
                {
                    _ = await archive.RestoreAsync(entry);
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }

    /// <summary>The first moment of a local day: where clocks go forward at midnight, that is 01:00.</summary>
    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local += TimeSpan.FromMinutes(30);
        }

        // Where its first hour comes twice, the day begins with the first of the two.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>Somewhere in the day, its first and last moments more often than chance would have it.</summary>
    private static DateTimeOffset InDay(DateOnly day, TimeZoneInfo zone, Random random)
    {
        var (begin, end) = (Midnight(day, zone), Midnight(day.AddDays(1), zone));
        return random.Next(4) switch
        {
            0 => begin + TimeSpan.FromMilliseconds(30),
            1 => end - TimeSpan.FromMilliseconds(1),
            _ => begin + ((end - begin) * random.NextDouble()),
        };
    }

    private static void AssertLinks(ArchiveFixture archive, DateOnly today)
    {
        Assert.Equal(DayName.Of(today), new FileInfo(archive.Tree.Path("spam/today")).LinkTarget);
        Assert.Equal(DayName.Of(today.AddDays(-1)), new FileInfo(archive.Tree.Path("spam/yesterday")).LinkTarget);
    }
}
