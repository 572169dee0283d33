using MsLite.Filter.Delivery;

namespace MsLite.Filter.Tests.Policy;

/// <summary>What becomes of a recipient that its next hop was asked about.</summary>
public sealed class CalloutTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public CalloutTests() => _world.Given("example.com/users/valid/bob").GivenFile("example.com/users/valid/*", "verify: nexthop\n");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Whom_the_next_hop_refuses_is_an_invalid_user()
    {
        var verdict = await JudgeAsync("eve@example.com", new Callout(CalloutResult.Refused, "550 5.1.1 Gone"));

        Assert.Equal(
            (VerdictKind.Refuse, "Mail for eve not accepted at example.com", "users", "example.com/users/valid/*"),
            (verdict.Kind, verdict.Reason, verdict.Blocker, verdict.File));
        var entry = verdict.Trace[^1];
        Assert.Equal(
            ("users", "eve@example.com", "example.com/users/valid/*", TraceResult.Refuse, "The next hop refuses it: 550 5.1.1 Gone"),
            (entry.Rung, entry.Value, entry.File, entry.Result, entry.Detail));
    }

    [Theory]
    [InlineData(CalloutResult.Accepted, "The next hop accepts it: words")]
    [InlineData(CalloutResult.Open, "Accepted provisionally, the next hop could not say: words")]
    public async Task Whom_it_does_not_refuse_is_accepted_and_the_trace_says_how(CalloutResult result, string detail)
    {
        var verdict = await JudgeAsync("eve@example.com", new Callout(result, "words"));

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal((TraceResult.Pass, detail), (verdict.Trace[^1].Result, verdict.Trace[^1].Detail));
    }

    [Fact]
    public async Task The_operators_own_words_are_told()
    {
        _world.GivenFile("example.com/users/valid/*", "verify: nexthop\nreply: Nobody here\n");

        Assert.Equal("Nobody here", (await JudgeAsync("eve@example.com", new Callout(CalloutResult.Refused, "550"))).Reason);
    }

    [Fact]
    public async Task An_answer_counts_only_while_the_file_asks_for_it()
    {
        _world.GivenFile("example.com/users/valid/*", "");

        Assert.Equal(VerdictKind.Deliver, (await JudgeAsync("eve@example.com", new Callout(CalloutResult.Refused, "550"))).Kind);
    }

    [Theory]
    [InlineData("eve@example.com", true)]
    [InlineData("bob@example.com", false)]
    [InlineData("left@example.com", false)]
    [InlineData("white@example.com", false)]
    [InlineData("eve@example.com", false, "black@example.net")]
    [InlineData("eve@other.example", false)]
    public void Only_those_are_left_to_the_next_hop_whom_nothing_but_the_wildcard_accepts(string to, bool isLeft, string from = "ann@example.net")
    {
        _world.Given(
            "example.com/users/invalid/left", "example.com/whitelisted/recipients/white", "example.com/blacklisted/senders/black@example.net",
            "other.example/users/valid/*");
        var transaction = PolicyWorld.Mail(from, "192.0.2.7", [to]);

        Assert.Equal(isLeft, _world.NewJudge().LeavesToNextHop(transaction, transaction.Recipients[0]));
    }

    [Fact]
    public void A_user_whose_addresses_do_not_fit_is_left_to_the_wildcard()
    {
        _world.Given("example.com/users/valid/carol/198.51.100.1");
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["carol@example.com"]);

        Assert.True(_world.NewJudge().LeavesToNextHop(transaction, transaction.Recipients[0]));
    }

    [Theory]
    [InlineData(CalloutResult.Accepted, CalloutResult.Accepted, true)]
    [InlineData(CalloutResult.Refused, CalloutResult.Refused, true)]
    [InlineData(CalloutResult.Accepted, CalloutResult.Refused, false)]
    public void Recipients_of_different_answers_do_not_share_a_transaction(CalloutResult first, CalloutResult second, bool share)
    {
        var judge = _world.NewJudge();
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []);

        Assert.Equal(share, Fingerprint("eve@example.com", first) == Fingerprint("dave@example.com", second));

        string Fingerprint(string to, CalloutResult result) =>
            judge.Fingerprint(transaction, PolicyWorld.To(to) with { Callout = new Callout(result, to) });
    }

    private async Task<Verdict> JudgeAsync(string to, Callout callout)
    {
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []);
        transaction.Recipients.Add(PolicyWorld.To(to) with { Callout = callout });
        return Assert.Single(await _world.NewJudge().JudgeAsync(transaction, CancellationToken.None));
    }
}
