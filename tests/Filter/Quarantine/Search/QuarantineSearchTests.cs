using MsLite.Filter.Quarantine.Search;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine.Search;

/// <summary>What a question finds, in SQLite.</summary>
public class QuarantineSearchTests
{
    protected virtual bool IsOnPostgres => false;

    [ToolFact("initdb", "postgres")]
    public async Task Finds_by_every_part_of_the_envelope_and_of_the_verdict()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("one", minutes: 1);
        world.Write("two", minutes: 2, domain: "example.org", recipient: "Carol");
        world.Write("three", minutes: 3, sender: "eve@evil.example", ip: "2001:db8::1", host: "evil.example", blocker: "checks/date", reason: "Date in the future");
        world.Write("four", minutes: 4, sender: "<>", host: "unknown");
        await world.RescanAsync();

        Assert.Equal("four three two one", await world.FindAsync(new()));
        Assert.Equal("two", await world.FindAsync(new() { Domain = "example.org" }));
        Assert.Equal("two", await world.FindAsync(new() { Recipient = "carol@example.org" }));
        Assert.Equal("three", await world.FindAsync(new() { Sender = "EVE@evil.example" }));
        Assert.Equal("four", await world.FindAsync(new() { Sender = "<>" }));
        Assert.Equal("three", await world.FindAsync(new() { Ip = "2001:db8::1" }));
        Assert.Equal("four", await world.FindAsync(new() { Host = "unknown" }));
        Assert.Equal("", await world.FindAsync(new() { Host = "example" }));
        Assert.Equal("three", await world.FindAsync(new() { Blocker = "checks/date" }));
        Assert.Equal("three", await world.FindAsync(new() { Reason = "future" }));
        Assert.Equal("two", await world.FindAsync(new() { MessageId = "<2@example.net>" }));
        Assert.Equal("three two", await world.FindAsync(new() { From = SearchWorld.Noon.AddMinutes(2), To = SearchWorld.Noon.AddMinutes(4) }));
        Assert.Equal("three one", await world.FindAsync(new() { Domain = "example.com", To = SearchWorld.Noon.AddMinutes(4) }));
        Assert.Equal("", await world.FindAsync(new() { Day = "167" }));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Finds_names_with_capitals_beyond_ascii_as_they_were_written()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("one", minutes: 1, sender: "Übergabe@example.net", recipient: "Änne");
        world.Write("two", minutes: 2);
        await world.RescanAsync();

        Assert.Equal("one", await world.FindAsync(new() { Sender = "Übergabe@Example.net" }));
        Assert.Equal("one", await world.FindAsync(new() { Recipient = "Änne@example.com" }));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Takes_what_a_person_types_for_words()
    {
        (string Words, string Expected)[] questions =
        [
            ("invoice", "a"),
            ("INVOICE 4711", "a"),
            ("\"invoice 4711\"", "a"),
            ("\"4711 invoice\"", ""),
            ("inv*", "a"),
            ("ve*", ""),
            ("müller", "b"),
            ("ann example.net", "b a"),
            ("invoice OR müller", ""),
            ("-invoice", "a"),
            ("subject:invoice", ""),
            ("invoice\" OR \"x", ""),
            ("(invoice)", "a"),
            ("***", ""),
            ("' OR 1=1 --", ""),
            ("\0", "b a"),
        ];
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("Your invoice 4711 is due", minutes: 1);
        world.Write("Grüße von Müller", minutes: 2);
        await world.RescanAsync();

        foreach (var (words, expected) in questions)
        {
            var found = await world.Search.FindAsync(new() { Words = words }, CancellationToken.None);
            Assert.Equal((words, expected), (words, string.Join(' ', found.Select(hit => hit.Entry.Subject[0] == 'Y' ? "a" : "b"))));
        }
    }

    [ToolFact("initdb", "postgres")]
    public async Task Pages_neither_repeat_nor_leave_out_while_mail_arrives()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        var written = Enumerable.Range(0, 50).Select(i => { world.Write($"m{i}", minutes: i / 10); return $"m{i}"; }).ToList();
        await world.RescanAsync();

        var seen = new List<string>();
        long? after = null;
        while (await world.Search.FindAsync(new() { Limit = 7, After = after, Words = "example" }, CancellationToken.None) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(hit => hit.Entry.Subject));
            after = page[^1].Key;
            world.Write($"later{seen.Count}", minutes: 60);
            await world.RescanAsync();
        }

        Assert.Equal(written.Order(), seen.Order());
        Assert.Equal(["m4", "m3", "m2", "m1", "m0"], seen.Select(subject => $"m{int.Parse(subject[1..], System.Globalization.CultureInfo.InvariantCulture) / 10}").Distinct());
    }

    [ToolFact("initdb", "postgres")]
    public async Task The_way_back_leads_through_the_same_pages()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        for (var i = 0; i < 9; i++)
        {
            world.Write($"m{i}", minutes: i);
        }

        await world.RescanAsync();
        var second = await world.Search.FindAsync(new() { Limit = 3, After = (await world.Search.FindAsync(new() { Limit = 3 }, CancellationToken.None))[^1].Key }, CancellationToken.None);
        Assert.Equal("m5 m4 m3", string.Join(' ', second.Select(hit => hit.Entry.Subject)));

        Assert.Equal("m8 m7 m6", await world.FindAsync(new() { Limit = 3, NewerThan = second[0].Key }));
        Assert.Equal("m6", await world.FindAsync(new() { Limit = 1, NewerThan = second[0].Key }));
        Assert.Equal(3, await world.Search.CountNewerAsync(new() { Limit = 100, NewerThan = second[0].Key }, CancellationToken.None));
        Assert.Equal(2, await world.Search.CountNewerAsync(new() { Limit = 2, NewerThan = second[0].Key, Words = "example" }, CancellationToken.None));
        Assert.Equal(0, await world.Search.CountNewerAsync(new() { Limit = 2, NewerThan = second[0].Key, VisibleDomains = [] }, CancellationToken.None));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Counts_who_sent_what_it_finds()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("one", minutes: 1, sender: "eve@evil.example");
        world.Write("two", minutes: 2, sender: "eve@evil.example");
        world.Write("three", minutes: 3, sender: "<>", domain: "example.org");
        await world.RescanAsync();

        async Task<QuarantineSurvey> SurveyAsync(QuarantineQuestion question)
        {
            var survey = await world.Search.SurveyAsync(question, Timeout.InfiniteTimeSpan, CancellationToken.None);
            Assert.Equivalent(await world.CountAsync(question), survey.Facets);
            return survey;
        }

        Assert.Equal([new("eve@evil.example", 2), new("<>", 1)], (await SurveyAsync(new() { Limit = 1 })).Senders);
        Assert.Equal([new("eve@evil.example", 1)], (await SurveyAsync(new() { Words = "two" })).Senders);
        Assert.Equal([new("eve@evil.example", 2), new("<>", 1)], (await SurveyAsync(new() { Words = "example", Limit = 1 })).Senders);
        Assert.Equal([new("<>", 1)], (await SurveyAsync(new() { VisibleDomains = ["example.org"] })).Senders);
        Assert.Empty((await SurveyAsync(new() { VisibleDomains = [], Words = "two" })).Senders);
    }

    [ToolFact("initdb", "postgres")]
    public async Task Whoever_has_no_patience_hears_how_many_were_counted_until_then()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("one lottery", minutes: 1, sender: "old@example.net");
        world.Write("two lottery", minutes: 2, sender: "new@example.net");
        await world.RescanAsync();

        var cut = await world.Search.SurveyAsync(new() { Words = "lottery" }, TimeSpan.Zero, CancellationToken.None);
        var patient = await world.Search.SurveyAsync(new() { Words = "lottery" }, TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal((1, false, "new@example.net"), (cut.Facets.Copies, cut.Facets.IsWhole, Assert.Single(cut.Senders).Value));
        Assert.Equal((2, true), (patient.Facets.Copies, patient.Facets.IsWhole));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Names_that_differ_in_their_last_label_alone_are_told_apart_among_words()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("com", minutes: 1, sender: "eve@shop.example.com", host: "mx.example.com", recipient: "bob");
        world.Write("org", minutes: 2, sender: "eve@shop.example.org", host: "mx.example.org", recipient: "bob", domain: "example.org");
        await world.RescanAsync();

        Assert.Equal("com", await world.FindAsync(new() { Words = "HELO", Domain = "example.com" }));
        Assert.Equal("org", await world.FindAsync(new() { Words = "HELO", Domain = "example.org" }));
        Assert.Equal("com", await world.FindAsync(new() { Sender = "eve@shop.example.com" }));
        Assert.Equal("org", await world.FindAsync(new() { Host = "mx.example.org" }));
        Assert.Equal("org", await world.FindAsync(new() { Recipient = "bob@example.org" }));
        Assert.Equal("", await world.FindAsync(new() { Sender = "eve@shop.example" }));
        Assert.Equal("", await world.FindAsync(new() { Words = "HELO", Domain = "example" }));
        Assert.Equal([new("example.org", 1)], (await world.CountAsync(new() { Words = "HELO", Domain = "example.org" })).Domains);
    }

    [ToolFact("initdb", "postgres")]
    public async Task A_question_that_nobody_waits_for_any_more_ends()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        using var given = new CancellationTokenSource();

        var endless = world.Database.AskAsync(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT 1 + 0 * x FROM n) SELECT COUNT(*) FROM n", [], rows => rows.GetInt64(0), given.Token);
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Shows_nobody_the_copies_of_a_domain_that_is_not_theirs()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        world.Write("mine", minutes: 1);
        world.Write("foreign", minutes: 2, domain: "example.org");
        await world.RescanAsync();

        Assert.Equal("mine", await world.FindAsync(new() { VisibleDomains = ["example.com", "example.net"] }));
        Assert.Equal("mine", await world.FindAsync(new() { VisibleDomains = ["example.com"], Words = "example" }));
        Assert.Equal("", await world.FindAsync(new() { VisibleDomains = ["example.com"], Domain = "example.org" }));
        Assert.Equal("", await world.FindAsync(new() { VisibleDomains = [] }));
        Assert.Equal(["example.com"], (await world.CountAsync(new() { VisibleDomains = ["example.com"] })).Domains.Select(domain => domain.Value));
        Assert.Equal(0, (await world.CountAsync(new() { VisibleDomains = [], Words = "example" })).Copies);
    }

    [ToolFact("initdb", "postgres")]
    public async Task Counts_what_it_finds_by_domain_day_and_rung()
    {
        await using var world = await SearchWorld.StartAsync(IsOnPostgres);
        for (var i = 0; i < 12; i++)
        {
            world.Write($"odd{i % 2}", domain: i % 3 == 0 ? "example.com" : "example.org", blocker: i % 4 == 0 ? "checks/date" : "checks/helo", minutes: i);
        }

        await world.RescanAsync();

        var all = await world.CountAsync(new());
        Assert.Equal((12, true), (all.Copies, all.IsWhole));
        Assert.Equal([new("example.org", 8), new("example.com", 4)], all.Domains);
        Assert.Equal([new("checks/helo", 9), new("checks/date", 3)], all.Blockers);
        Assert.Equal([new(SearchWorld.Day, 12)], all.Days);

        var some = await world.CountAsync(new() { Words = "odd0", Domain = "example.org" });
        Assert.Equal(4, some.Copies);
        Assert.Equal([new("checks/date", 2), new("checks/helo", 2)], some.Blockers);
    }
}

/// <summary>The same in PostgreSQL.</summary>
public sealed class PostgresQuarantineSearchTests : QuarantineSearchTests
{
    protected override bool IsOnPostgres => true;
}
