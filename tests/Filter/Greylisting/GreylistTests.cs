using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Checks;
using MsLite.Filter.Greylisting;
using MsLite.Filter.State;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Greylisting;

/// <summary>Greylisting on the whole ladder, with its memory in a file.</summary>
public sealed class GreylistTests : IAsyncLifetime
{
    private readonly PolicyWorld _world = new();
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly Greylist _greylist;

    public GreylistTests()
    {
        _world.Given("example.com/users/valid/bob", "example.com/users/valid/eve", "example.com/checks/greylisting");
        _database = StateDatabase.OfFile(_world.Tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _greylist = new Greylist(_writer, _database, _world.Clock);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task The_first_message_is_deferred_and_a_retry_after_a_minute_passes()
    {
        Assert.Equal((VerdictKind.Defer, "Greylisting in effect - please try again later", "checks/greylisting"), await AskAsync());

        _world.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(VerdictKind.Defer, (await AskAsync()).Kind);

        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(VerdictKind.Deliver, (await AskAsync()).Kind);
        Assert.Equal(VerdictKind.Deliver, (await AskAsync()).Kind);
    }

    [Fact]
    public async Task A_retry_after_the_window_is_a_first_try_again()
    {
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));

        Assert.Equal(VerdictKind.Defer, (await AskAsync()).Kind);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(VerdictKind.Deliver, (await AskAsync()).Kind);
    }

    [Fact]
    public async Task Who_has_come_back_is_known_for_35_days_after_the_last_message()
    {
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync();

        _world.Clock.Advance(TimeSpan.FromDays(34));
        Assert.Equal(VerdictKind.Deliver, (await AskAsync()).Kind);
        _world.Clock.Advance(TimeSpan.FromDays(34));
        Assert.Equal(VerdictKind.Deliver, (await AskAsync()).Kind);
        _world.Clock.Advance(TimeSpan.FromDays(36));
        Assert.Equal(VerdictKind.Defer, (await AskAsync()).Kind);
    }

    [Theory]
    [InlineData("delay: 10m\n", 9, VerdictKind.Defer)]
    [InlineData("delay: 10m\n", 10, VerdictKind.Deliver)]
    [InlineData("window: 1h\n", 61, VerdictKind.Defer)]
    [InlineData("delay: nonsense\n", 1, VerdictKind.Deliver)]
    public async Task The_body_sets_the_times(string body, int minutes, VerdictKind kind)
    {
        _world.GivenFile("example.com/checks/greylisting", body);
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(kind, (await AskAsync()).Kind);
    }

    [Theory]
    [InlineData("ann@example.net", "192.0.2.99", VerdictKind.Deliver)]
    [InlineData("ann@example.net", "192.0.3.7", VerdictKind.Defer)]
    [InlineData("ann@example.org", "192.0.2.7", VerdictKind.Defer)]
    public async Task Neighbours_of_the_client_are_the_same_sender_and_others_are_not(string from, string ip, VerdictKind kind)
    {
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(kind, (await AskAsync(from, ip)).Kind);
    }

    [Fact]
    public async Task Where_spf_passes_the_senders_domain_comes_back_from_anywhere()
    {
        _world.Dns["example.net", DnsType.Txt] = ["v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 -all"];
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(VerdictKind.Deliver, (await AskAsync(ip: "198.51.100.1")).Kind);
        Assert.Equal(VerdictKind.Defer, (await AskAsync(ip: "203.0.113.1")).Kind);
    }

    [Fact]
    public async Task Whose_name_servers_are_slow_is_deferred_and_known_by_its_network()
    {
        _world.Dns.Ignore("example.net");

        Assert.Equal(VerdictKind.Defer, (await AskWithoutSpfAsync()).Kind);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        var verdict = await AskWithoutSpfAsync();
        Assert.Equal((VerdictKind.Deliver, "192.0.2.0/24 ann@example.net bob@example.com"), (verdict.Kind, verdict.Trace[^1].Value));
    }

    [Fact]
    public async Task Numbers_in_the_return_path_do_not_make_another_sender()
    {
        await AskAsync("bounce-1234+xyz@list.example");
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(VerdictKind.Deliver, (await AskAsync("bounce-99@list.example")).Kind);
    }

    [Fact]
    public async Task Each_recipient_has_a_first_message()
    {
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        var verdicts = await Judge().JudgeAsync(PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com", "eve@example.com"]), CancellationToken.None);

        Assert.Equal([VerdictKind.Deliver, VerdictKind.Defer], verdicts.Select(verdict => verdict.Kind));
    }

    [Fact]
    public async Task Mail_that_is_refused_anyway_is_refused_and_a_whitelisted_sender_does_not_wait()
    {
        _world.Given("example.com/checks/helo", "example.com/whitelisted/senders/friend@example.net");

        Assert.Equal(VerdictKind.Refuse, (await AskAsync(helo: "bogus")).Kind);
        Assert.Equal(VerdictKind.Deliver, (await AskAsync("friend@example.net")).Kind);
    }

    [Fact]
    public async Task A_rehearsal_leaves_no_memory()
    {
        var key = GreylistKey.Of(System.Net.IPAddress.Parse("192.0.2.7"), PolicyWorld.Address("ann@example.net"), PolicyWorld.Address("bob@example.com"), spfPasses: false);

        Assert.Equal((false, 0), await LookAsync());
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((true, 1), await LookAsync());
        Assert.Equal((true, 1), await LookAsync());

        async Task<(bool Passes, long Tries)> LookAsync()
        {
            var entry = await _greylist.LookAsync(key, GreylistTimes.Default, CancellationToken.None);
            return (entry.Passes, entry.Tries);
        }
    }

    [Fact]
    public async Task Expired_rows_go_and_the_others_stay()
    {
        await AskAsync();
        _world.Clock.Advance(TimeSpan.FromHours(5));
        await AskAsync("eve@example.org");
        _world.Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal(1, await _greylist.ExpireAsync(CancellationToken.None));
        Assert.Equal(VerdictKind.Deliver, (await AskAsync("eve@example.org")).Kind);
    }

    [Fact]
    public async Task Expired_rows_go_by_the_thousand_and_those_that_went_stay_away_when_the_database_fails()
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 12000)
            INSERT INTO greylist SELECT 'client' || i, 'ann@example.net', 'bob@example.com', 0, 0, i, 0, 1 FROM numbers;
            CREATE TRIGGER last_one BEFORE DELETE ON greylist WHEN OLD.expires = 12000 BEGIN SELECT RAISE(ABORT, 'not this one'); END;
            """,
            CancellationToken.None);

        await Assert.ThrowsAnyAsync<DbException>(() => _greylist.ExpireAsync(CancellationToken.None));
        await connection.ExecuteAsync("DROP TRIGGER last_one", CancellationToken.None);

        Assert.Equal(2000, await _greylist.ExpireAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Without_its_database_greylisting_lets_mail_pass_and_says_so()
    {
        await using var nowhere = StateDatabase.OfFile(_world.Tree.Path("missing/folder/state.db"));
        await using var writer = new StateWriter(nowhere, NullLogger<StateWriter>.Instance);
        var judge = _world.NewJudge(new GreylistingCheck(new Greylist(writer, nowhere, _world.Clock), _world.Clock));

        var verdict = (await judge.JudgeAsync(PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]), CancellationToken.None))[0];

        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, verdict.Trace[^1].Result));
        Assert.Equal("State database", Assert.Single(writer.Notices).Subject);
    }

    [Fact]
    public async Task A_thousand_first_tries_at_once_are_all_remembered()
    {
        var keys = Enumerable.Range(0, 1000).Select(i => new GreylistKey($"10.0.{i}.0/24", "a@example.net", "bob@example.com")).ToList();

        var entries = await Task.WhenAll(keys.Select(key => _greylist.TryAsync(key, GreylistTimes.Default, CancellationToken.None)));

        Assert.All(entries, entry => Assert.Equal((false, 1), (entry.Passes, entry.Tries)));
        Assert.Equal(2, (await _greylist.TryAsync(keys[999], GreylistTimes.Default, CancellationToken.None)).Tries);
    }

    /// <summary>The time for SPF goes by, and not the one for all checks.</summary>
    private async Task<Verdict> AskWithoutSpfAsync()
    {
        var judging = Judge().JudgeAsync(PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]), CancellationToken.None).AsTask();
        _world.Clock.Advance(TimeSpan.FromSeconds(4));
        return Assert.Single(await judging.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private Judge Judge() => _world.NewJudge(new GreylistingCheck(_greylist, _world.Clock), new HeloCheck());

    private async Task<(VerdictKind Kind, string Reason, string? Blocker)> AskAsync(string from = "ann@example.net", string ip = "192.0.2.7", string helo = "mail.example.net")
    {
        var verdicts = await Judge().JudgeAsync(PolicyWorld.Mail(from, ip, ["bob@example.com"], helo: helo), CancellationToken.None);
        return (verdicts[0].Kind, verdicts[0].Reason, verdicts[0].Blocker);
    }
}
