using System.Globalization;
using System.Text.RegularExpressions;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Filter.Replay;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Replay;

/// <summary>The ladder climbed again over the journal says what it said, and what it would say.</summary>
public sealed partial class ReplayTests : IAsyncLifetime
{
    private const string Good = "From: Ann <ann@example.net>\nDate: Mon, 15 Jun 2026 12:00:00 +0000\nSubject: hello\n\nHello.\n";

    private readonly ReplayWorld _world = new();

    public static TheoryData<string> Policies => ["", "checks/all", "checks/all checks/dmarc checks/greylisting zones", "checks/spf=mode: shadow checks/helo=mode: shadow checks/date"];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task What_came_fares_as_it_did_while_the_policy_stays(string policy)
    {
        Given(policy);
        await SendOfEachKindAsync();

        var rows = await _world.RowsAsync();
        foreach (var row in rows)
        {
            var message = RecordedMessage.Of(row, _world.Get<MsLiteOptions>())!;
            var (verdict, missing) = await _world.Get<PolicyReplay>().ClimbAsync(message, _world.Get<SrvTree>());

            Assert.Equal((row.Id, row.Fate, row.Reason, row.Blocker, row.File, ""), (row.Id, Fate(verdict), verdict.Reason, verdict.Blocker ?? "", verdict.File ?? "", string.Join(' ', missing)));
            Assert.Equal(message.Trace.Select(entry => (entry.Rung, entry.Result, entry.File)), verdict.Trace.Select(entry => (entry.Rung, entry.Result, entry.File)));
        }

        Assert.InRange(rows.Count, 20, 100);
        Assert.Equal((rows.Count, 0, true), await _world.RunAsync() is var count ? (count.Messages, count.CannotSay + count.Moves.Count, count.IsWhole) : default);
    }

    /// <summary>What an overlay makes of the tree is what the disk makes of it.</summary>
    [Theory]
    [InlineData("example.com/whitelisted/senders/ann@example.net", "")]
    [InlineData("example.com/whitelisted/domains/example.net", "until: 2020-01-01\n")]
    [InlineData("example.com/whitelisted/ips/192.0.2.0_24", "")]
    [InlineData("example.com/whitelisted/recipients/bob", "")]
    [InlineData("_global_/blacklisted/ips/192.0.2.7", "reply: go away\n")]
    [InlineData("_global_/blacklisted/tld/net", "")]
    [InlineData("example.com/blacklisted/hosts/unknown", "")]
    [InlineData("example.com/users/valid/nobody", "")]
    [InlineData("example.com/users/invalid/bob", "")]
    [InlineData("example.com/users/valid/bob", null)]
    [InlineData("example.com/checks/all", null)]
    [InlineData("example.com/checks/helo", "mode: shadow\n")]
    [InlineData("example.com/checks/spf", "mode: shadow\n")]
    [InlineData("example.org/users/valid/*", "")]
    public async Task A_change_that_is_tried_out_does_what_it_does_when_it_is_made(string path, string? text)
    {
        Given("checks/all");
        await SendOfEachKindAsync();
        var before = _world.Tree.Files("srv").Select(file => $"{file} {_world.Tree.Read("srv/" + file)}").ToList();

        var tried = await _world.RunAsync(_world.Change(path, text));

        Assert.Equal(before, _world.Tree.Files("srv").Select(file => $"{file} {_world.Tree.Read("srv/" + file)}"));
        if (text is null)
        {
            File.Delete(_world.Tree.Path("srv/" + path));
        }
        else
        {
            _world.Tree.Touch("srv/" + path, text);
        }

        var made = await _world.RunAsync();
        Assert.Equal(Moves(made), Moves(tried));
        Assert.Equal(made.CannotSay, tried.CannotSay);
    }

    [Fact]
    public async Task A_shadow_that_would_begin_to_refuse_is_counted_from_what_it_recorded()
    {
        _world.Dns["example.net", DnsType.Txt] = ["v=spf1 -all"];
        Given("checks/spf=mode: shadow");
        await _world.SendAsync(Good);
        await _world.SendAsync(Good, from: "");
        await _world.SendAsync(Good, from: "ann@example.org");

        var count = await _world.RunAsync(_world.Change("example.com/checks/spf", ""));

        Assert.Equal(["Delivered to Archived: 1"], Moves(count));
        Assert.Equal(("mail0", "checks/spf", "example.com/checks/spf"), Assert.Single(count.Examples) is var one ? (one.Id, one.Blocker, one.File) : default);
    }

    [Fact]
    public async Task What_nobody_took_down_is_said_to_be_missing_and_is_not_guessed()
    {
        Given("checks/all");
        _world.Tree.Touch("srv/example.com/blacklisted/senders/ann@example.net");
        await _world.SendAsync(Good);
        await _world.SendAsync(Good, helo: "localhost");

        var count = await _world.RunAsync(_world.Change("example.com/blacklisted/senders/ann@example.net", null));

        // The second would be refused for its HELO, whatever SPF and ClamAV say.
        Assert.Equal((2, 1, 0), (count.Messages, count.CannotSay, count.LetThrough));
        Assert.Equal(["clamav", "spf"], count.Missing.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_answer_does_not_hold_for_parameters_that_were_changed_since()
    {
        Given("zones");
        _world.Dns["7.2.0.192.bl.example.net", DnsType.A] = ["127.0.0.2"];
        await _world.SendAsync(Good);

        Assert.Equal(1, (await _world.RunAsync(_world.Change("example.com/zones", "mode: shadow\nbl.example.net\n"))).LetThrough);
        Assert.Equal((0, 1), await _world.RunAsync(_world.Change("example.com/zones", "other.example.net\n")) is var count ? (count.LetThrough, count.CannotSay) : default);
    }

    [Fact]
    public async Task Texts_that_the_journal_had_to_cut_or_clean_are_no_facts()
    {
        Given("checks/address");
        _world.Tree.Touch("srv/example.com/blacklisted/senders/ann@example.net");
        await _world.SendAsync($"From: {new string('x', 400)} <ann@example.net>\n\nx\n");
        await _world.SendAsync("From: Ann\u200e <ann@example.net>\n\nx\n");
        await _world.SendAsync("Subject: short\nFrom: |ann@example.net\n\nx\n");

        var count = await _world.RunAsync(_world.Change("example.com/blacklisted/senders/ann@example.net", null));

        Assert.Equal((3, 2, 0), (count.Messages, count.CannotSay, count.Moves.Count));
    }

    [Fact]
    public async Task Looks_at_the_newest_only_and_says_so()
    {
        for (var i = 0; i < 5; i++)
        {
            await _world.SendAsync(Good);
        }

        var change = _world.Change("example.com/users/invalid/bob", "");
        var count = await _world.Get<PolicyReplay>().RunAsync([change], new ReplayScope(null) { MostRows = 3 }, CancellationToken.None);
        var nobodys = await _world.Get<PolicyReplay>().RunAsync([change], new ReplayScope(new HashSet<string> { "example.org" }), CancellationToken.None);
        _world.Clock.Advance(TimeSpan.FromDays(PolicyReplay.Days));
        var old = await _world.RunAsync(change);

        Assert.Equal((3, false, "mail4"), (count.Messages, count.IsWhole, count.Examples[0].Id));
        Assert.Equal(0, nobodys.Messages);
        Assert.Equal(0, old.Messages);
    }

    [Fact]
    public void It_is_known_of_every_check_what_it_needs_and_the_page_says_so()
    {
        var checks = _world.Get<CheckCatalogue>().Checks;
        Assert.Equal(checks.Select(check => check.Name).Order(StringComparer.Ordinal), ReplayRules.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(checks, check => Assert.True(ReplayRules.All[check.Name].Need == ReplayNeed.Answer || !check.UsesNetwork || ReplayRules.All[check.Name].Need == ReplayNeed.Nothing, check.Name));

        var page = File.ReadAllText(RepositoryRoot.Join("docs", "decisions", "0026-the-ladder-again-without-the-mail.md"));
        var rows = Row().Matches(page).Select(row => (row.Groups["check"].Value, row.Groups["what"].Value, row.Groups["need"].Value));
        Assert.Equal(checks.Select(check => (check.Name, ReplayRules.All[check.Name].What, Word(ReplayRules.All[check.Name].Need))), rows);
    }

    private static string Word(ReplayNeed need) => need switch
    {
        ReplayNeed.Facts => "asked again",
        ReplayNeed.Nothing => "nothing to ask",
        _ => "its answer of then, or \"cannot say\"",
    };

    private static FateKind Fate(Verdict verdict) => verdict.Kind switch { VerdictKind.Deliver => FateKind.Delivered, VerdictKind.Refuse => FateKind.Archived, _ => FateKind.Deferred };

    private static IEnumerable<string> Moves(ReplayCount count) =>
        count.Moves.Select(move => string.Create(CultureInfo.InvariantCulture, $"{move.Before} to {move.After}: {move.Messages}")).Order(StringComparer.Ordinal);

    private void Given(string policy)
    {
        foreach (var file in Regex.Split(policy, " (?=checks|zones)", RegexOptions.None, TimeSpan.FromSeconds(1)).Where(file => file.Length > 0))
        {
            var (name, text) = file.Split('=') is [var before, var after] ? (before, after + "\n") : (file, file == "zones" ? "bl.example.net\n" : "");
            _world.Tree.Touch($"srv/example.com/{name}", text);
        }
    }

    /// <summary>One for each thing that lists, recipients and checks look at, and its contrary.</summary>
    private async Task SendOfEachKindAsync()
    {
        _world.Dns["7.2.0.192.bl.example.net", DnsType.A] = ["127.0.0.2"];
        _world.Dns["fail.example", DnsType.Txt] = ["v=spf1 -all"];
        _world.Dns["_dmarc.fail.example", DnsType.Txt] = ["v=DMARC1; p=reject"];
        _world.Tree.Touch("srv/example.com/blacklisted/senders/black@example.net");
        _world.Tree.Touch("srv/example.com/whitelisted/senders/white@example.net");
        string[] mails =
        [
            Good,
            "From: ann@example.net\nSubject: no date\n\nx\n",
            "Date: x\nSubject: nobody\n\nx\n",
            "From: |sh@example.net\nDate: x\n\nx\n",
            "From: =?utf-8?q?B=C3=BCcher?= <b@example.net>, c@@example.net\nDate: x\n\nx\n",
            "From: a@example.net\nDate:\nSubject: empty date\n\nx\n",
            "From: a@example.net\nDate: x\nSubject: empty body\n\n \n",
            "From: a@example.net\nDate: x\nSubject: =?utf-8?q?List_post_from?=\n a@b.example   requires approval\n\nx\n",
            "From: a@example.net\nDate: x\nX-Mailer: The Bat! 9\n\nx\n",
            "From: a@example.net\nDate: x\nSubject: one\nSubject: x post from y requires approval\n\nx\n",
        ];
        foreach (var mail in mails)
        {
            await _world.SendAsync(mail, ip: "198.51.100.7");
        }

        await _world.SendAsync(Good);
        await _world.SendAsync(Good, from: "");
        await _world.SendAsync(Good, from: "black@example.net");
        await _world.SendAsync("x: y\n\n", from: "white@example.net", helo: "localhost");
        await _world.SendAsync(Good, from: "ann@localhost", ip: "2001:db8::7");
        await _world.SendAsync(Good, from: "service@paypal.com", ip: "2001:db8::7");
        await _world.SendAsync("DKIM-Signature: v=1\n" + Good, from: "service@paypal.com", ip: "2001:db8::7");
        await _world.SendAsync(Good, from: "ann@fail.example", ip: "2001:db8::7");
        await _world.SendAsync(Good.Replace("ann@example.net", "ann@fail.example", StringComparison.Ordinal), ip: "2001:db8::7");
        await _world.SendAsync(Good, to: "nobody@example.com");
        await _world.SendAsync(Good, to: "bob@example.org");
        await _world.SendAsync(Good, ip: "2001:db8::9", host: "");
        await _world.SendAsync(Good, ip: "198.51.100.9", host: "");
        await _world.SendAsync(Good, ip: "198.51.100.9", host: "", hidden: true);
        foreach (var helo in new[] { "a_b.example.net", "localhost", "192.0.2.7", "[192.0.2.7]", "x.LAN" })
        {
            await _world.SendAsync(Good, ip: "198.51.100.7", helo: helo);
        }
    }

    [GeneratedRegex(@"^\| `(?<check>\w+)` \| (?<what>[^|]+) \| (?<need>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
