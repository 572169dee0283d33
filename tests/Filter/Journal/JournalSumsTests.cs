using System.Globalization;
using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Journal;

/// <summary>What the overview counts, over rows of known times; the clock stands at 2026-06-15 12:00 UTC.</summary>
public sealed class JournalSumsTests : IAsyncLifetime
{
    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();
    private readonly StateDatabase _database;
    private readonly JournalSums _sums;
    private int _count;

    public JournalSumsTests()
    {
        _database = StateDatabase.OfFile(_tree.Path("state.db"));
        _sums = new JournalSums(_database, _clock);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task A_day_is_the_viewers_day()
    {
        await AddAsync("2026-06-14T14:59:00Z", "delivered");
        await AddAsync("2026-06-14T15:00:00Z", "refused");
        await AddAsync("2026-06-14T23:59:59Z", "deferred");

        var tokyo = await _sums.DaysAsync(null, 3, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), CancellationToken.None);
        var utc = await _sums.DaysAsync(null, 3, TimeZoneInfo.Utc, CancellationToken.None);

        Assert.Equal([(0, 0, 0), (1, 0, 0), (0, 1, 1)], tokyo.Select(day => (day.Delivered, day.Archived, day.Deferred)));
        Assert.Equal([(0, 0, 0), (1, 1, 1), (0, 0, 0)], utc.Select(day => (day.Delivered, day.Archived, day.Deferred)));
        Assert.Equal(DateTimeOffset.Parse("2026-06-14T15:00:00Z", CultureInfo.InvariantCulture), tokyo[^1].Start);
    }

    [Fact]
    public async Task A_day_without_midnight_begins_an_hour_later()
    {
        var cairo = new JournalSums(_database, new ManualClock(new DateTimeOffset(2026, 4, 24, 12, 0, 0, TimeSpan.Zero)));

        // Egypt leaves out the first hour of 24 April 2026.
        var days = await cairo.DaysAsync(null, 2, TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"), CancellationToken.None);

        Assert.Equal(TimeSpan.FromHours(24), days[1].Start - days[0].Start);
    }

    [Fact]
    public async Task Minutes_end_with_the_running_one()
    {
        await AddAsync("2026-06-15T11:00:59Z", "delivered");
        await AddAsync("2026-06-15T11:01:00Z", "delivered");
        await AddAsync("2026-06-15T12:00:00Z", "refused");

        var minutes = await _sums.MinutesAsync(null, CancellationToken.None);

        Assert.Equal(60, minutes.Count);
        Assert.Equal((1, 1, 2), (minutes[0].Delivered, minutes[^1].Archived, minutes.Sum(minute => minute.Sum)));
    }

    [Fact]
    public async Task What_stood_out_is_counted_the_most_frequent_first()
    {
        await AddAsync("2026-06-14T11:59:00Z", "refused", sender: "yesterday@example.net");
        for (var i = 0; i < 3; i++)
        {
            await AddAsync("2026-06-15T11:00:00Z", "refused", sender: "eve@example.org", client: "198.51.100.9", blocker: "checks/helo", reason: "HELO should be qualified");
        }

        await AddAsync("2026-06-15T11:00:00Z", "delivered", sender: "");

        var tops = await _sums.TopsAsync(null, CancellationToken.None);

        Assert.Equal((4, false), (tops.Looked, tops.IsCut));
        Assert.Equal(new JournalTop("checks/helo", 3, 3, "HELO should be qualified"), Assert.Single(tops.Rungs));
        Assert.Equal(["eve@example.org", ""], tops.Senders.Select(top => top.Value));
        Assert.Equal(new JournalTop("198.51.100.9", 3, 3, "mx.example.net"), tops.Clients[0]);
        Assert.Equal(new JournalTop("example.com", 4, 3, ""), Assert.Single(tops.Domains));
    }

    [Fact]
    public async Task Who_is_bound_to_domains_counts_those_alone()
    {
        await AddAsync("2026-06-15T11:59:00Z", "delivered", domain: "example.com", sender: "ann@example.net");
        await AddAsync("2026-06-15T11:59:00Z", "delivered", domain: "other.example", sender: "secret@example.net");
        var domains = new HashSet<string> { "example.com" };

        var tops = await _sums.TopsAsync(domains, CancellationToken.None);

        Assert.Equal(("ann@example.net", 1), (Assert.Single(tops.Senders).Value, tops.Looked));
        Assert.Equal(1, (await _sums.MinutesAsync(domains, CancellationToken.None)).Sum(minute => minute.Sum));
        Assert.Equal(1, (await _sums.DaysAsync(domains, 2, TimeZoneInfo.Utc, CancellationToken.None))[^1].Sum);
        Assert.Equal(0, (await _sums.TopsAsync(new HashSet<string>(), CancellationToken.None)).Looked);
    }

    [Theory]
    [InlineData("SELECT time / 900000, fate, COUNT(*) FROM messages WHERE time >= 1 GROUP BY time / 900000")]
    [InlineData("SELECT time / 900000, fate, COUNT(*) FROM messages WHERE time >= 1 AND domain IN ('a', 'b') GROUP BY time / 900000")]
    public async Task Days_are_counted_from_an_index_alone(string sql)
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command("EXPLAIN QUERY PLAN " + sql);
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());

        Assert.Contains("USING COVERING INDEX", rows.GetString(3), StringComparison.Ordinal);
    }

    private async Task AddAsync(
        string time, string fate, string domain = "example.com", string sender = "ann@example.net", string client = "192.0.2.7", string blocker = "", string reason = "")
    {
        var milliseconds = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command(
            """
            INSERT INTO messages (id, recipient, domain, time, session, client, client_name, helo, sender, subject, message_id, size, fate, reason, blocker, file, reply, next_hop, micros, body_hash, authentication, facts, trace)
            VALUES (@id, 'bob', @domain, @time, 's', @client, 'mx.example.net', 'h', @sender, '', '', 1, @fate, @reason, @blocker, '', '', '', 1, '', '', '', '')
            """,
            ("id", $"id{_count++}"), ("domain", domain), ("time", milliseconds), ("client", client), ("sender", sender), ("fate", fate), ("reason", reason), ("blocker", blocker));
        await command.ExecuteNonQueryAsync();
    }
}
