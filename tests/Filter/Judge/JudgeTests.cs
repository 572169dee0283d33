using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Checks;
using MsLite.Filter.Tests.Checks;

namespace MsLite.Filter.Tests;

public sealed class JudgeTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public JudgeTests() => _world.Given("example.com/users/valid/*");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_check_that_is_off_is_not_asked()
    {
        var check = new StandInCheck("one", 10, CheckResult.Refuse("no"));

        var verdict = await JudgeAsync(check);

        Assert.Equal((VerdictKind.Deliver, 0), (verdict.Kind, check.TimesAsked));
        Assert.DoesNotContain(verdict.Trace, entry => entry.Rung.StartsWith("checks/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_refusal_in_order_gives_the_reason()
    {
        _world.Given("example.com/checks/all");

        var verdict = await JudgeAsync(
            new StandInCheck("third", 30, CheckResult.Refuse("third")),
            new StandInCheck("second", 20, CheckResult.Refuse("second", "what was compared")),
            new StandInCheck("first", 10, CheckResult.Pass()));

        Assert.Equal((VerdictKind.Refuse, "second", "checks/second", "example.com/checks/all"), (verdict.Kind, verdict.Reason, verdict.Blocker, verdict.File));
        Assert.Equal(["checks/first", "checks/second"], Checks(verdict));
        Assert.Equal(("what was compared", TraceResult.Refuse, "second"), (verdict.Trace[^1].Value, verdict.Trace[^1].Result, verdict.Trace[^1].Detail));
    }

    [Fact]
    public async Task A_strangers_text_becomes_one_line_in_the_reason()
    {
        _world.Given("example.com/checks/all");

        var verdict = await JudgeAsync(new StandInCheck("a", 10, CheckResult.Refuse("Bad: \ufffdx\r\n" + new string('y', 1000))));

        Assert.StartsWith("Bad: x\\u000D\\u000Ay", verdict.Reason, StringComparison.Ordinal);
        Assert.InRange(verdict.Reason.Length, 300, 410);
    }

    [Fact]
    public async Task A_deferral_counts_only_where_nothing_refuses()
    {
        _world.Given("example.com/checks/all");
        var defers = new StandInCheck("defers", 10, CheckResult.Defer("later"));

        Assert.Equal((VerdictKind.Defer, "later"), await KindAndReasonAsync(defers, new StandInCheck("passes", 20, CheckResult.Pass())));
        Assert.Equal((VerdictKind.Refuse, "no"), await KindAndReasonAsync(defers, new StandInCheck("refuses", 20, CheckResult.Refuse("no"))));
        Assert.Equal((VerdictKind.Refuse, "no"), await KindAndReasonAsync(defers, new StandInCheck("refuses", 20, CheckResult.Refuse("no"), usesNetwork: true)));
    }

    [Fact]
    public async Task A_check_in_shadow_is_recorded_and_never_decides()
    {
        _world.Given("example.com/checks/all").GivenFile("example.com/checks/a", "Mode: Shadow").GivenFile("example.com/checks/b", "mode: shadow");

        var verdict = await JudgeAsync(
            new StandInCheck("a", 10, CheckResult.Refuse("no")),
            new StandInCheck("b", 20, CheckResult.Defer("later")),
            new StandInCheck("c", 30, CheckResult.Pass()));

        Assert.Equal((VerdictKind.Deliver, null), (verdict.Kind, verdict.Blocker));
        Assert.Equal([TraceResult.ShadowRefuse, TraceResult.ShadowDefer, TraceResult.Pass], verdict.Trace.TakeLast(3).Select(entry => entry.Result));
        Assert.Equal("example.com/checks/a", verdict.Trace[^3].File);
    }

    [Fact]
    public async Task An_expired_switch_is_off_but_all_still_counts()
    {
        _world.GivenFile("example.com/checks/a", "until: 2026-06-01");
        var check = new StandInCheck("a", 10, CheckResult.Refuse("no"));
        Assert.Equal(VerdictKind.Deliver, (await JudgeAsync(check)).Kind);

        _world.Given("example.com/checks/all");
        Assert.Equal("example.com/checks/all", (await JudgeAsync(check)).File);
    }

    [Fact]
    public async Task A_check_that_breaks_abstains()
    {
        _world.Given("example.com/checks/all");

        var verdict = await JudgeAsync(
            new StandInCheck("at once", 10, _ => throw new InvalidOperationException("secret")),
            new StandInCheck("later", 20, async _ =>
            {
                await Task.Yield();
                throw new OperationCanceledException();
            }),
            new StandInCheck("network", 30, _ => throw new InvalidOperationException("secret"), usesNetwork: true));

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal(["checks/at once", "checks/later", "checks/network"], verdict.Trace.Where(entry => entry.Result == TraceResult.Abstain && entry.Rung.StartsWith("checks", StringComparison.Ordinal)).Select(entry => entry.Rung));
        Assert.DoesNotContain(verdict.Trace, entry => entry.Detail.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checks_that_ask_the_network_run_together()
    {
        _world.Given("example.com/checks/all");
        var bothAsked = new TaskCompletionSource();
        var asked = 0;
        async Task<CheckResult> AnswerWhenBothAreAsked(CancellationToken ct)
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                bothAsked.SetResult();
            }

            await bothAsked.Task.WaitAsync(ct);
            return CheckResult.Pass();
        }

        var verdict = await JudgeAsync(
            new StandInCheck("a", 10, AnswerWhenBothAreAsked, usesNetwork: true),
            new StandInCheck("b", 20, AnswerWhenBothAreAsked, usesNetwork: true));

        Assert.Equal([TraceResult.Pass, TraceResult.Pass], verdict.Trace.TakeLast(2).Select(entry => entry.Result));
    }

    [Fact]
    public async Task The_first_refusal_in_order_decides_whoever_answers_first()
    {
        _world.Given("example.com/checks/all");
        var slow = new TaskCompletionSource<CheckResult>();
        var judging = JudgeAsync(
            new StandInCheck("dns", 10, _ => slow.Task, usesNetwork: true),
            new StandInCheck("local", 20, CheckResult.Refuse("local")),
            new StandInCheck("quick", 30, CheckResult.Refuse("quick"), usesNetwork: true));
        slow.SetResult(CheckResult.Refuse("dns"));

        Assert.Equal("dns", (await judging).Reason);
    }

    [Fact]
    public async Task A_network_check_behind_the_refusal_is_not_asked()
    {
        _world.Given("example.com/checks/all");
        var behind = new StandInCheck("behind", 30, CheckResult.Refuse("behind"), usesNetwork: true);

        var verdict = await JudgeAsync(new StandInCheck("local", 20, CheckResult.Refuse("local")), behind);

        Assert.Equal(("local", 0), (verdict.Reason, behind.TimesAsked));
    }

    [Fact]
    public async Task A_name_server_that_is_silent_about_the_client_leaves_the_checks_most_of_the_time()
    {
        _world.Given("example.com/checks/all");
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<CheckResult>();
        var judge = _world.NewJudge(new StandInCheck(
            "scanner",
            10,
            _ =>
            {
                asked.SetResult();
                return answer.Task;
            },
            usesNetwork: true));
        var silent = new Once<ClientName>(() => new TaskCompletionSource<ClientName>().Task);
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"], name: silent);
        var judging = judge.JudgeAsync(transaction, CancellationToken.None).AsTask();

        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        await asked.Task;
        _world.Clock.Advance(TimeSpan.FromSeconds(4.9));
        answer.SetResult(CheckResult.Refuse("virus"));

        Assert.Equal("virus", Assert.Single(await judging).Reason);
        Assert.Equal(ClientName.NotKnown, transaction.ClientName);
    }

    [Fact]
    public async Task A_network_check_that_never_answers_abstains_at_the_deadline()
    {
        _world.Given("example.com/checks/all");
        var asked = new TaskCompletionSource();
        var judge = _world.NewJudge(
            new StandInCheck(
                "deaf",
                10,
                async _ =>
                {
                    asked.SetResult();
                    await new TaskCompletionSource().Task;
                    return CheckResult.Pass();
                },
                usesNetwork: true),
            new StandInCheck("well", 20, CheckResult.Refuse("well"), usesNetwork: true));
        var judging = judge.JudgeAsync(Mail("bob@example.com"), CancellationToken.None).AsTask();
        await asked.Task;
        Assert.False(judging.IsCompleted);

        _world.Clock.Advance(TimeSpan.FromSeconds(8));

        var verdict = Assert.Single(await judging);
        Assert.Equal("well", verdict.Reason);
        Assert.Equal((TraceResult.Abstain, "No answer within 8 seconds."), (verdict.Trace[^2].Result, verdict.Trace[^2].Detail));
    }

    [Fact]
    public async Task The_end_of_the_session_is_no_answer()
    {
        _world.Given("example.com/checks/all");
        using var end = new CancellationTokenSource();
        var judge = _world.NewJudge(new StandInCheck("slow", 10, async ct =>
        {
            await end.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
            return CheckResult.Pass();
        }, usesNetwork: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judge.JudgeAsync(Mail("bob@example.com"), end.Token).AsTask());
    }

    [Fact]
    public async Task A_check_that_a_refusal_has_made_needless_is_given_up_and_called_neither_broken_nor_silent()
    {
        _world.Given("example.com/checks/all");
        var transaction = Mail("bob@example.com");
        var givenUp = new TaskCompletionSource<bool>();
        async Task<CheckResult> AnswerNever(CancellationToken ct)
        {
            try
            {
                return await new TaskCompletionSource<CheckResult>().Task.WaitAsync(ct);
            }
            finally
            {
                givenUp.SetResult(transaction.IsJudgedInTime);
            }
        }

        var verdicts = await _world.NewJudge(
            new StandInCheck("quick", 10, CheckResult.Refuse("quick"), usesNetwork: true),
            new StandInCheck("slow", 20, AnswerNever, usesNetwork: true)).JudgeAsync(transaction, CancellationToken.None);

        Assert.Equal("quick", Assert.Single(verdicts).Reason);
        Assert.True(await givenUp.Task);
    }

    [Fact]
    public async Task A_check_is_asked_once_however_many_recipients_there_are()
    {
        _world.Given("example.com/checks/all", "example.org/users/valid/*").GivenFile("example.org/checks/a", "score: 7");
        var check = new StandInCheck("a", 10, CheckResult.Refuse("no"));

        var verdicts = await _world.NewJudge(check).JudgeAsync(
            Mail([.. Enumerable.Range(0, 100).Select(i => $"user{i}@example.com"), "ann@example.org", "bob@example.org"]), CancellationToken.None);

        Assert.Equal(102, verdicts.Count(verdict => verdict.Reason == "no"));
        Assert.Equal(2, check.TimesAsked);
    }

    [Fact]
    public void The_verdict_for_a_recipient_is_independent_of_the_others()
    {
        _world.Given(
            "example.com/users/invalid/left", "example.com/whitelisted/recipients/boss", "example.com/checks/a",
            "example.org/users/valid/ann", "example.org/blacklisted/senders/ann@example.net", "shadow.example/users/valid/*");
        _world.GivenFile("shadow.example/checks/a", "mode: shadow");
        var judge = _world.NewJudge(new StandInCheck("a", 10, CheckResult.Refuse("no")), new StandInCheck("b", 20, CheckResult.Refuse("no"), usesNetwork: true));
        string[] everybody =
        [
            "bob@example.com", "left@example.com", "boss@example.com", "ann@example.org", "nobody@example.org", "x@shadow.example", "x@elsewhere.example", "../x@example.com",
        ];

        var some = Gen.Elements(everybody).NonEmptyListOf().ToArbitrary();
        Prop.ForAll(some, async list =>
        {
            var together = await judge.JudgeAsync(Mail([.. list]), CancellationToken.None);
            foreach (var (to, verdict) in list.Zip(together))
            {
                var alone = await judge.JudgeAsync(Mail(to), CancellationToken.None);
                Assert.Equal(Shape(alone[0]), Shape(verdict));
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task What_a_check_writes_into_the_mail_is_for_those_whose_domain_has_it_on()
    {
        _world.Given("example.com/checks/scanner", "example.org/users/valid/*");
        var transaction = Mail("bob@example.com", "eve@example.com", "ann@example.org");
        (string, string)[] found = [("X-FOUND", "something")];

        await _world.NewJudge(new StandInCheck("scanner", 10, CheckResult.Pass() with { Fields = found }, usesNetwork: true))
            .JudgeAsync(transaction, CancellationToken.None);

        var recipients = transaction.Recipients;
        Assert.Equal(found, transaction.FindingsFor([recipients[0]]));
        Assert.Equal(found, transaction.FindingsFor([recipients[0], recipients[1]]));
        Assert.Empty(transaction.FindingsFor([recipients[2]]));
        Assert.Empty(transaction.FindingsFor([recipients[0], recipients[2]]));
    }

    [Fact]
    public async Task A_domain_that_is_not_hosted_is_a_relay_attempt()
    {
        var verdict = Assert.Single(await _world.NewJudge().JudgeAsync(Mail("x@elsewhere.example"), CancellationToken.None));

        Assert.Equal((VerdictKind.Refuse, "Relay attempt for elsewhere.example"), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public async Task A_relay_client_may_send_anywhere_and_the_trace_says_so()
    {
        _world.Options.Smtp.RelayClients = ["192.0.2.0/24"];

        var verdict = Assert.Single(await _world.NewJudge().JudgeAsync(Mail("x@elsewhere.example"), CancellationToken.None));

        Assert.Equal((VerdictKind.Deliver, "relay"), (verdict.Kind, Assert.Single(verdict.Trace).Rung));
    }

    private Transaction Mail(params string[] to) => PolicyWorld.Mail("ann@example.net", "192.0.2.7", to, options: _world.Options);

    private static IEnumerable<string> Checks(Verdict verdict) =>
        verdict.Trace.Select(entry => entry.Rung).Where(rung => rung.StartsWith("checks/", StringComparison.Ordinal));

    /// <summary>Everything but the time it took.</summary>
    private static string Shape(Verdict verdict) =>
        $"{verdict.Kind} {verdict.Reason} {verdict.Blocker} {verdict.File} " + string.Join('|', verdict.Trace.Select(entry => entry with { Ms = 0 }));

    private async Task<Verdict> JudgeAsync(params ICheck[] checks) =>
        Assert.Single(await _world.NewJudge(checks).JudgeAsync(Mail("bob@example.com"), CancellationToken.None));

    private async Task<(VerdictKind Kind, string Reason)> KindAndReasonAsync(params ICheck[] checks)
    {
        var verdict = await JudgeAsync(checks);
        return (verdict.Kind, verdict.Reason);
    }
}
