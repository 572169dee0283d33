using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Journal;

/// <summary>What seven days of a domain came to, as its page shows it.</summary>
public sealed class WeekReaderTests : IAsyncLifetime
{
    private readonly PolicyWorld _world = new();
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly WeekReader _reader;
    private int _count;

    public WeekReaderTests()
    {
        _database = StateDatabase.OfFile(_world.Tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _reader = new WeekReader(_database, _world.Clock);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Mail_is_counted_by_its_fate_and_by_the_file_that_decided()
    {
        await AddAsync(FateKind.Archived, "bob@example.com", new("blacklisted/senders", "ann@example.net", "example.com/blacklisted/senders/ann@example.net", TraceResult.Refuse, "", 0));
        await AddAsync(FateKind.Archived, "bob@example.com", new("blacklisted/senders", "ann@example.net", "example.com/blacklisted/senders/ann@example.net", TraceResult.Refuse, "", 0), minutes: 5);
        await AddAsync(FateKind.Delivered, "bob@example.com", new("whitelisted/domains", "example.net", "example.com/whitelisted/domains/example.net", TraceResult.Deliver, "", 0));
        await AddAsync(FateKind.Deferred, "bob@example.com", new("checks/greylisting", "", "example.com/checks/greylisting", TraceResult.Defer, "", 0));
        await AddAsync(FateKind.Delivered, "bob@other.example", new("users", "bob", null, TraceResult.Pass, "", 0));

        var week = await _reader.OfAsync("example.com", CancellationToken.None);

        Assert.Equal((4, 1, 2, 1), (week.Received, week.Delivered, week.Refused, week.Deferred));
        Assert.Equal(new FileHits(2, _world.Clock.GetUtcNow().AddMinutes(5)), week.HitsOf("example.com/blacklisted/senders/ann@example.net"));
        Assert.Equal(1, week.HitsOf("example.com/whitelisted/domains/example.net").Count);
        Assert.Equal(FileHits.None, week.HitsOf("example.com/blacklisted/senders/nobody@example.net"));
        Assert.Equal(new CheckCatch(0, 1, 0), week.CatchOf("greylisting"));
    }

    [Fact]
    public async Task What_a_check_in_shadow_would_have_done_is_counted_from_the_traces()
    {
        TraceEntry shadow = new("checks/helo", "localhost", "example.com/checks/helo", TraceResult.ShadowRefuse, "HELO should be qualified", 0);
        await AddAsync(FateKind.Delivered, "bob@example.com", shadow);
        await AddAsync(FateKind.Delivered, "bob@example.com", shadow);

        Assert.Equal(new CheckCatch(0, 0, 2), (await _reader.OfAsync("example.com", CancellationToken.None)).CatchOf("helo"));
    }

    [Fact]
    public async Task Files_that_were_counted_in_the_newest_rows_alone_say_so()
    {
        TraceEntry listed = new("blacklisted/senders", "ann@example.net", "example.com/blacklisted/senders/ann@example.net", TraceResult.Refuse, "", 0);
        for (var i = 0; i < 3; i++)
        {
            await AddAsync(FateKind.Archived, "bob@example.com", listed);
        }

        var all = await new WeekReader(_database, _world.Clock, mostRows: 4).OfAsync("example.com", CancellationToken.None);
        var some = await new WeekReader(_database, _world.Clock, mostRows: 2).OfAsync("example.com", CancellationToken.None);

        Assert.Equal((3, null), (all.HitsOf("example.com/blacklisted/senders/ann@example.net").Count, all.CountedIn));
        Assert.Equal((2, 2), (some.HitsOf("example.com/blacklisted/senders/ann@example.net").Count, some.CountedIn));
        Assert.Equal(3, some.Refused);
    }

    [Fact]
    public async Task Refusals_by_blocklists_are_counted_for_each_zone()
    {
        TraceEntry listed = new("checks/dnsbl", "192.0.2.7", "example.com/zones", TraceResult.Refuse, "IP listed in DNS blacklist zen.example", 0);
        await AddAsync(FateKind.Archived, "bob@example.com", listed);

        Assert.Equal(1, (await _reader.OfAsync("example.com", CancellationToken.None)).Zones["zen.example"]);
    }

    [Fact]
    public async Task A_row_that_a_lost_answer_had_written_twice_is_counted_once()
    {
        List<PendingRow> rows = [Row("id1", "bob@example.com"), Row("id2", "eve@example.com")];
        await _writer.WriteAsync((connection, transaction) => JournalTable.InsertAsync(connection, transaction, rows), CancellationToken.None);
        await _writer.WriteAsync((connection, transaction) => JournalTable.InsertAsync(connection, transaction, [.. rows, Row("id3", "bob@example.com")]), CancellationToken.None);

        Assert.Equal(3, (await _reader.OfAsync("example.com", CancellationToken.None)).Received);
    }

    [Fact]
    public async Task Totals_are_those_of_all_rows_however_few_are_looked_into()
    {
        List<PendingRow> rows = [.. Enumerable.Range(0, 1_000).Select(i => Row($"id{i}", "bob@example.com"))];
        await _writer.WriteAsync((connection, transaction) => JournalTable.InsertAsync(connection, transaction, rows), CancellationToken.None);
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command("SELECT COUNT(*) FROM hour_counts");

        Assert.Equal(1_000, (await new WeekReader(_database, _world.Clock, mostRows: 10).OfAsync("example.com", CancellationToken.None)).CatchOf("date").Refused);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_rows_that_lists_decided_are_found_by_an_index_of_theirs()
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command($"EXPLAIN QUERY PLAN SELECT time, details FROM messages WHERE {WeekReader.Listed} AND time >= 1 ORDER BY time DESC LIMIT 9");
        await using var rows = await command.ExecuteReaderAsync();
        Assert.True(await rows.ReadAsync());

        Assert.Contains("USING INDEX messages_listed", rows.GetString(3), StringComparison.Ordinal);
        Assert.False(await rows.ReadAsync());
    }

    [Fact]
    public async Task Counts_go_when_no_week_reaches_back_to_them()
    {
        await AddAsync(FateKind.Delivered, "bob@example.com", new("users", "bob", null, TraceResult.Pass, "", 0));
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command("SELECT COUNT(*) FROM hour_counts");
        var expiry = new JournalExpiry(_writer, new CurrentOptions(_world.Options), _world.Clock);

        _world.Clock.Advance(TimeSpan.FromDays(7));
        await expiry.RunAsync(CancellationToken.None);
        Assert.Equal(1, (await _reader.OfAsync("example.com", CancellationToken.None)).Received);

        _world.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        await expiry.RunAsync(CancellationToken.None);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Mail_older_than_seven_days_does_not_count_and_an_answer_is_kept_for_half_a_minute()
    {
        await AddAsync(FateKind.Delivered, "bob@example.com", new("users", "bob", null, TraceResult.Pass, "", 0), minutes: -7 * 24 * 60 - 1);
        Assert.Equal(0, (await _reader.OfAsync("example.com", CancellationToken.None)).Received);

        await AddAsync(FateKind.Delivered, "bob@example.com", new("users", "bob", null, TraceResult.Pass, "", 0));
        Assert.Equal(0, (await _reader.OfAsync("example.com", CancellationToken.None)).Received);
        _world.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await _reader.OfAsync("example.com", CancellationToken.None)).Received);
    }

    [Fact]
    public async Task Many_domains_are_counted_at_once_and_the_lists_of_all_domains_by_their_files()
    {
        await AddAsync(FateKind.Archived, "bob@example.com", new("blacklisted/tld", "ph", "_global_/blacklisted/tld/ph", TraceResult.Refuse, "", 0));
        await AddAsync(FateKind.Delivered, "bob@other.example", new("users", "bob", null, TraceResult.Pass, "", 0));

        var totals = await _reader.OfManyAsync(["example.com", "other.example", "quiet.example"], CancellationToken.None);
        var global = await _reader.OfAsync("_global_", CancellationToken.None);

        Assert.Equal((new WeekTotals(1, 1), new WeekTotals(1, 0)), (totals["example.com"], totals["other.example"]));
        Assert.DoesNotContain("quiet.example", totals.Keys);
        Assert.Equal(1, global.HitsOf("_global_/blacklisted/tld/ph").Count);
        Assert.Empty(await _reader.OfManyAsync([], CancellationToken.None));
    }

    private PendingRow Row(string id, string recipient) => PackedRow.Of(
        id, recipient, "example.com", _world.Clock.GetUtcNow().ToUnixTimeMilliseconds(), "192.0.2.7", "", "h", "ann@example.net", "", "",
        FateKind.Archived.Word(), "Missing header - Date:", "checks/date", "", "{}");

    private async Task AddAsync(FateKind kind, string to, TraceEntry entry, int minutes = 0)
    {
        var transaction = new Transaction
        {
            Id = $"id{++_count}",
            Client = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []).Client,
            ReturnPath = PolicyWorld.Address("ann@example.net"),
            Parameters = MailParameters.None,
            Received = _world.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes),
            Options = _world.Options,
            Content = PolicyWorld.Content("Subject: x\n\nx\n"),
        };
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        transaction.Recipients.Add(PolicyWorld.To(to));
        var verdict = new Verdict(kind == FateKind.Archived ? VerdictKind.Refuse : VerdictKind.Deliver, entry.Detail, entry.Rung, entry.File, [entry]);
        using var metrics = new FilterMetrics(_world.Clock);
        await using var journal = new MessageJournal(_writer, metrics, NullLogger<MessageJournal>.Instance);
        journal.Add(transaction, [new Fate(transaction.Recipients[0], kind, verdict, new SmtpReply(250, "2.0.0", "ok"), NextHop: null)], TimeSpan.FromMilliseconds(1));
    }
}
