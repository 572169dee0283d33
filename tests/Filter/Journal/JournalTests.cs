using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Journal;
using MsLite.Filter.State;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Journal;

/// <summary>The journal in a file: what goes in comes out, newest first, and goes when its time is over.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private readonly PolicyWorld _world = new();
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly JournalReader _reader;
    private int _count;

    public JournalTests()
    {
        _database = StateDatabase.OfFile(_world.Tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _reader = new JournalReader(_database);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task A_row_tells_what_became_of_a_message_and_what_the_ladder_stood_on()
    {
        await AddAsync(Mail("ann@example.net", "Subject: hello \u001b\nFrom: Ann <ann@example.net>\nX-Mailer: The Bat!\nDKIM-Signature: v=1\nMessage-ID: <1@example.net>\n\nbody\n"));

        var row = Assert.Single(await FindAsync(new JournalQuestion()));

        Assert.Equal(("bob@example.com", "example.com", "ann@example.net", FateKind.Archived), (row.Recipient, row.Domain, row.Sender, row.Fate));
        Assert.Equal(("Missing header - Date:", "checks/date", "example.com/checks/date"), (row.Reason, row.Blocker, row.File));
        Assert.Equal(("192.0.2.7", "mail.example.net", "hello \ufffd", 12.5), (row.Client, row.Helo, row.Subject, row.Ms));
        Assert.Equal(Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash("body\r\n"u8)), row.BodyHash);
        using var trace = JsonDocument.Parse(row.Trace);
        Assert.Equal("checks/date", trace.RootElement[0].GetProperty("rung").GetString());
        using var facts = JsonDocument.Parse(row.Facts);
        Assert.Equal("The Bat!", facts.RootElement.GetProperty("X-Mailer")[0].GetString());
        Assert.Equal(0, facts.RootElement.GetProperty("Date").GetArrayLength());
        Assert.True(facts.RootElement.GetProperty("helo").GetBoolean());
        Assert.False(facts.RootElement.TryGetProperty("mail", out _));
        Assert.True(facts.RootElement.GetProperty("signed").GetBoolean());
        Assert.False(facts.RootElement.GetProperty("empty-body").GetBoolean());
    }

    [Fact]
    public async Task Details_that_nobody_understands_hide_neither_their_row_nor_the_others()
    {
        await AddAsync([.. Enumerable.Range(0, 4).Select(i => Mail("ann@example.net", $"Subject: {i}\n\nx\n", minutes: i))]);
        await using (var connection = await _database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("UPDATE messages SET details = X'02FFFF' WHERE subject = '1'; UPDATE messages SET details = X'7B22' WHERE subject = '2'", CancellationToken.None);
        }

        var rows = await FindAsync(new JournalQuestion());

        Assert.Equal(["3", "2", "1", "0"], rows.Select(row => row.Subject));
        Assert.Equal(["example.com/checks/date", "", "", "example.com/checks/date"], rows.Select(row => row.File));
        Assert.Equal("[]", rows[1].Trace);
        Assert.Equal("[]", rows[2].Trace);
        var week = await new WeekReader(_database, _world.Clock).OfAsync("example.com", CancellationToken.None);
        Assert.Equal((4L, 2L), (week.Received, week.HitsOf("example.com/checks/date").Count));
    }

    [Fact]
    public async Task Above_two_thousand_rows_a_second_none_is_lost()
    {
        const int Rows = 6_000;
        using var metrics = new FilterMetrics(_world.Clock);
        var mail = Mail("ann@example.net", "Subject: x\n\nx\n");
        var start = Stopwatch.GetTimestamp();
        await using (var journal = new MessageJournal(_writer, metrics, NullLogger<MessageJournal>.Instance))
        {
            for (var i = 0; i < Rows; i++)
            {
                Add(journal, FateKind.Delivered, Again(mail, $"many{i}"));

                // Three for each millisecond, as a steady stream of mail brings them.
                while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < i / 3.0)
                {
                    await Task.Yield();
                }
            }
        }

        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command("SELECT COUNT(*) FROM messages");
        Assert.Equal((long)Rows, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Each_condition_finds_its_rows_and_pages_stay_right_while_mail_arrives()
    {
        var mails = Enumerable.Range(0, 25).Select(i => Mail($"s{i % 5}@example.net", $"Subject: {i}\n\nx\n", minutes: i)).ToArray();
        await AddAsync(mails);

        Assert.Equal(5, (await FindAsync(new JournalQuestion { Sender = "s3@example.net" })).Count);
        Assert.Equal(25, (await FindAsync(new JournalQuestion { Domain = "example.com", Fate = FateKind.Archived })).Count);
        Assert.Empty(await FindAsync(new JournalQuestion { Fate = FateKind.Delivered }));
        Assert.Single(await FindAsync(new JournalQuestion { Id = mails[4].Id }));
        Assert.Equal(10, (await FindAsync(new JournalQuestion { From = mails[5].Received, To = mails[15].Received })).Count);

        var first = await FindAsync(new JournalQuestion { Limit = 10 });
        await AddAsync(Mail("late@example.net", "Subject: late\n\nx\n", minutes: 60));
        var second = await FindAsync(new JournalQuestion { Limit = 10, After = JournalCursor.Of(first[^1]) });

        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => $"{i}"), first.Concat(second).Select(row => row.Subject));
    }

    [Theory]
    [InlineData("invoice", "b a")]
    [InlineData("INVOI", "b a")]
    [InlineData("\"invoice 4711\"", "a")]
    [InlineData("ann@example.net", "a")]
    [InlineData("bob@example.com 4712", "b")]
    [InlineData("carol@", "b")]
    [InlineData("<7@mail", "c")]
    [InlineData("192.0.2.7", "c b a")]
    [InlineData("192.0.2.8", "")]
    [InlineData("mail.example", "c b a")]
    [InlineData("100%", "c")]
    [InlineData("_", "")]
    [InlineData("\\", "")]
    [InlineData("' OR 1=1 --", "")]
    [InlineData("today", "c b a")]
    [InlineData("yesterday", "")]
    [InlineData("2026-06-15 invoice", "b a")]
    [InlineData("14:10", "b")]
    [InlineData("14:10:01", "")]
    [InlineData("invoice 14:00", "a")]
    public async Task Whatever_somebody_knows_of_a_message_finds_it(string typed, string expected)
    {
        await AddAsync(
            Mail("ann@example.net", "Subject: a Your invoice 4711\n\nx\n"),
            Mail("carol@example.org", "Subject: b Invoice 4712\n\nx\n", minutes: 10),
            Mail("dave@example.org", "Subject: c 100% yours\nMessage-ID: <7@mail.example.org>\n\nx\n", minutes: 20));
        var zone = TimeZoneInfo.CreateCustomTimeZone("two ahead", TimeSpan.FromHours(2), null, null);
        var now = TimeZoneInfo.ConvertTime(_world.Clock.GetUtcNow().AddHours(1), zone);

        var page = await _reader.SearchAsync(JournalWords.Read(new JournalQuestion(), typed, now, zone), CancellationToken.None);

        Assert.Equal(expected, string.Join(' ', page.Rows.Select(row => row.Subject[0])));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_reference_is_found_with_and_without_its_brackets()
    {
        var mail = Again(Mail("ann@example.net", "Subject: x\n\nx\n"), "06h08b0gpdw3b7dm");
        await AddAsync(mail, Mail("ann@example.net", "Subject: y\n\nx\n"));

        foreach (var typed in new[] { "06h08b0gpdw3b7dm", "[ref 06H08B0GPDW3B7DM]" })
        {
            var page = await _reader.SearchAsync(JournalWords.Read(new JournalQuestion(), typed, _world.Clock.GetUtcNow(), TimeZoneInfo.Utc), CancellationToken.None);
            Assert.Equal("06h08b0gpdw3b7dm", Assert.Single(page.Rows).Id);
        }
    }

    [Fact]
    public async Task A_part_is_looked_for_page_by_page_to_the_end_and_each_row_is_found_once()
    {
        await AddAsync([.. Enumerable.Range(0, 30).Select(i => Mail("ann@example.net", $"Subject: {(i % 10 == 0 ? "needle" : "hay")} {i}\n\nx\n", minutes: i))]);
        var reader = new JournalReader(_database, mostLookedAt: 7);
        var found = new List<string>();
        var pages = 0;
        for (JournalPage? page = null; page is null || page.Next is not null; pages++)
        {
            page = await reader.SearchAsync(new JournalQuestion { Parts = ["needle"], After = page?.Next }, CancellationToken.None);
            found.AddRange(page.Rows.Select(row => row.Subject));
        }

        Assert.Equal(["needle 20", "needle 10", "needle 0"], found);
        Assert.InRange(pages, 3, 6);
    }

    [Fact]
    public void A_place_in_the_journal_survives_being_written_down()
    {
        var cursor = new JournalCursor(_world.Clock.GetUtcNow(), "06h08b0gpdw3b7dm", "bob smith@example.com");

        Assert.True(JournalCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
        Assert.False(JournalCursor.TryParse("1 2", out _));
        Assert.False(JournalCursor.TryParse("9999999999999999 a b", out _));
        Assert.False(JournalCursor.TryParse(null, out _));
    }

    [Fact]
    public async Task The_other_tries_of_a_message_are_found_from_each_of_them()
    {
        const string Text = "Subject: hello\nMessage-ID: <7@example.net>\n\nhello\n";
        await AddAsync(FateKind.Deferred, Mail("ann@example.net", Text), Mail("ann@example.net", Text + "other\n", minutes: 1));
        await AddAsync(FateKind.Delivered, Mail("ann@example.net", Text, minutes: 7));

        var rows = await FindAsync(new JournalQuestion());
        var ofFirst = await _reader.FindOtherTriesAsync(rows[^1], CancellationToken.None);
        var ofLast = await _reader.FindOtherTriesAsync(rows[0], CancellationToken.None);

        Assert.Equal(rows[0].Id, Assert.Single(ofFirst).Id);
        Assert.Equal(rows[^1].Id, Assert.Single(ofLast).Id);
    }

    [Fact]
    public async Task A_message_that_came_back_is_linked_to_its_first_try()
    {
        const string Text = "Subject: hello\nMessage-ID: <7@example.net>\n\nhello\n";
        await AddAsync(FateKind.Deferred, Mail("ann@example.net", Text), Mail("ann@example.net", Text, minutes: 3), Mail("ann@example.net", Text + "other\n", minutes: -5));
        await AddAsync(FateKind.Delivered, Mail("ann@example.net", Text, minutes: 7));

        var delivered = Assert.Single(await FindAsync(new JournalQuestion { Fate = FateKind.Delivered }));
        var first = await _reader.FindFirstTryAsync(delivered, CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(7), delivered.Time - first!.Time);
        Assert.Null(await _reader.FindFirstTryAsync(first, CancellationToken.None));
    }

    [Fact]
    public async Task Rows_go_by_age_and_by_number()
    {
        _world.Options.Journal = new JournalOptions { Days = 1, MaxRows = 3 };
        var expiry = new JournalExpiry(_writer, new CurrentOptions(_world.Options), _world.Clock);
        await AddAsync([.. Enumerable.Range(0, 10).Select(i => Mail("ann@example.net", $"Subject: {i}\n\nx\n", minutes: i))]);

        Assert.Equal(7, await expiry.RunAsync(CancellationToken.None));
        Assert.Equal(["9", "8", "7"], (await FindAsync(new JournalQuestion())).Select(row => row.Subject));

        _world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, await expiry.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_database_that_is_down_costs_rows_and_nothing_else()
    {
        await using var nowhere = StateDatabase.OfFile(_world.Tree.Path("missing/folder/state.db"));
        await using var writer = new StateWriter(nowhere, NullLogger<StateWriter>.Instance);
        using var metrics = new FilterMetrics(_world.Clock);
        var journal = new MessageJournal(writer, metrics, NullLogger<MessageJournal>.Instance);

        journal.Add(Mail("ann@example.net", "Subject: x\n\nx\n"), [], TimeSpan.Zero);
        Add(journal, FateKind.Archived, Mail("ann@example.net", "Subject: x\n\nx\n"));
        await journal.DisposeAsync();

        Assert.Equal("State database", Assert.Single(writer.Notices).Subject);
    }

    private Task<IReadOnlyList<JournalRow>> FindAsync(JournalQuestion question) => _reader.FindAsync(question, CancellationToken.None);

    private Transaction Mail(string from, string text, int minutes = 0)
    {
        var transaction = new Transaction
        {
            Id = $"id{++_count}",
            Client = PolicyWorld.Mail(from, "192.0.2.7", []).Client,
            ReturnPath = PolicyWorld.Address(from),
            Parameters = MailParameters.None,
            Received = _world.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes),
            Options = _world.Options,
            Content = PolicyWorld.Content(text),
        };
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        transaction.Recipients.Add(PolicyWorld.To("bob@example.com"));
        return transaction;
    }

    private static Transaction Again(Transaction mail, string id) => new()
    {
        Id = id,
        Client = mail.Client,
        ReturnPath = mail.ReturnPath,
        Parameters = mail.Parameters,
        Received = mail.Received,
        Options = mail.Options,
        Content = mail.Content,
        Message = mail.Message,
        Recipients = { mail.Recipients[0] },
    };

    private Task AddAsync(params Transaction[] transactions) => AddAsync(FateKind.Archived, transactions);

    /// <summary>Through a journal of its own, whose end makes sure that all is written.</summary>
    private async Task AddAsync(FateKind kind, params Transaction[] transactions)
    {
        using var metrics = new FilterMetrics(_world.Clock);
        await using var journal = new MessageJournal(_writer, metrics, NullLogger<MessageJournal>.Instance);
        foreach (var transaction in transactions)
        {
            Add(journal, kind, transaction);
        }
    }

    private static void Add(MessageJournal journal, FateKind kind, Transaction transaction)
    {
        var trace = new TraceEntry("checks/date", "", "example.com/checks/date", TraceResult.Refuse, "Missing header - Date:", 0.1);
        var verdict = new Verdict(VerdictKind.Refuse, "Missing header - Date:", "checks/date", "example.com/checks/date", [trace]);
        journal.Add(transaction, [new Fate(transaction.Recipients[0], kind, verdict, new SmtpReply(550, "5.7.1", "no"), NextHop: null)], TimeSpan.FromMilliseconds(12.5));
    }
}
