using MsLite.Harness;

namespace MsLite.Filter.Tests.Scanners;

/// <summary>The checks against the programs of Debian, each started by the test.</summary>
public sealed class RealScannerTests : IDisposable
{
    private readonly ScannerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [ToolFact(PrivateClamd.Program)]
    public async Task Clamd_is_asked_on_its_socket_and_on_its_port()
    {
        await using var clamd = await PrivateClamd.StartAsync();

        foreach (var server in new[] { clamd.Socket, clamd.Socket["unix:".Length..], clamd.Address })
        {
            _world.Given("clamav", $"server: {server}\n");
            Assert.Equal($"virus:{PrivateClamd.EicarName}", (await _world.JudgeAsync($"Subject: virus\n\n{PrivateClamd.Eicar}\n")).Verdict.Reason);
            Assert.Equal("clamd finds nothing.", (await _world.JudgeAsync(ScannerWorld.Message("no virus"))).Verdict.Trace[^1].Detail);
        }

        Assert.Empty(_world.Watch.Notices);
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task A_virus_that_lies_across_two_pieces_is_found()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        _world.Given("clamav", $"server: {clamd.Socket}\n");

        foreach (var offset in new[] { 65_400, 65_500, 65_530, 131_040 })
        {
            var filler = string.Concat(Enumerable.Repeat("0123456789\n", offset / 12));
            Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync($"{filler}{PrivateClamd.Eicar}\n{filler}")).Verdict.Kind);
        }
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task A_session_with_clamd_is_used_again_and_learns_new_signatures()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        _world.Given("clamav", $"server: {clamd.Address}\n");
        const string Message = "Subject: news\n\nthis is the new worm of the day\n";

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(Message)).Verdict.Kind);
        await clamd.LearnAsync("New-Worm", "the new worm of the day");

        Assert.Equal("virus:New-Worm.UNOFFICIAL", (await _world.JudgeAsync(Message)).Verdict.Reason);
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task What_is_longer_than_clamd_takes_is_not_scanned_and_says_so()
    {
        await using var clamd = await PrivateClamd.StartAsync();

        foreach (var server in new[] { clamd.Socket, clamd.Address })
        {
            _world.Given("clamav", $"server: {server}\n");
            var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("large", 3_000_000));

            Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, verdict.Trace[^1].Result));
            Assert.Contains("more than clamd takes", verdict.Trace[^1].Detail, StringComparison.Ordinal);
            Assert.Equal("clamd finds nothing.", (await _world.JudgeAsync(ScannerWorld.Message("small"))).Verdict.Trace[^1].Detail);
        }
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task Clamd_may_be_stopped_and_started()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        _world.Given("clamav", $"server: {clamd.Socket}\n");
        var virus = $"Subject: virus\n\n{PrivateClamd.Eicar}\n";

        Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync(virus)).Verdict.Kind);
        await clamd.StopAsync();
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(virus)).Verdict.Kind);
        Assert.Contains("There is no such socket.", Assert.Single(_world.Watch.Notices).Text, StringComparison.Ordinal);
        await clamd.StartAgainAsync();

        Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync(virus)).Verdict.Kind);
        Assert.Empty(_world.Watch.Notices);
    }

    [ToolFact(PrivateClamd.Program)]
    public async Task Many_messages_at_once_all_get_their_own_answer()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        _world.Given("clamav", $"server: {clamd.Socket}\n");

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            _world.JudgeAsync($"Subject: {i}\n\n{(i % 3 == 0 ? PrivateClamd.Eicar : "nothing")}\n")));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i % 3 == 0), verdicts.Select(one => one.Verdict.Kind == VerdictKind.Refuse));
    }

    [ToolFact(PrivateRspamd.Program)]
    public async Task Rspamd_is_told_what_is_known_and_its_action_decides()
    {
        await using var rspamd = await PrivateRspamd.StartAsync();
        _world.Given("rspamd", $"server: {rspamd.Address}\n");

        var (ham, _) = await _world.JudgeAsync(ScannerWorld.Message("ham"));
        Assert.Equal((VerdictKind.Deliver, "no action (-1.25); TEST_HAM(-1.5), TEST_FACTS(0.25)"), (ham.Kind, ham.Trace[^1].Detail));
        await rspamd.Process.WaitForOutputAsync(
            log => log.Contains("facts: ip=192.0.2.7 from=ann@example.net to=2 helo=mail.example.net host=mail.example.net user=nil", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20));
        Assert.Equal("rspamd: reject (20)", (await _world.JudgeAsync(ScannerWorld.Message("hot"))).Verdict.Reason);
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(ScannerWorld.Message("warm"))).Verdict.Kind);

        var (later, _) = await _world.JudgeAsync(ScannerWorld.Message("later"));
        Assert.Equal((VerdictKind.Defer, "rspamd: soft reject (0.5)"), (later.Kind, later.Reason));

        _world.Given("rspamd", $"server: {rspamd.Address}\nscore: 7\nheader: yes\n");
        var (warm, transaction) = await _world.JudgeAsync(ScannerWorld.Message("warm"));
        Assert.Equal("rspamd: add header (7.5)", warm.Reason);
        Assert.Equal([("X-RSPAMD", "add header (7.5); TEST_WARM(7.25), TEST_FACTS(0.25)")], transaction.FindingsFor([transaction.Recipients[0]]));
    }

    [ToolFact(PrivateSpamd.Program)]
    public async Task Spamds_word_decides_or_the_score_that_the_body_names()
    {
        await using var spamd = await PrivateSpamd.StartAsync();
        _world.Given("spamassassin", $"server: {spamd.Address}\n");

        var (warm, _) = await _world.JudgeAsync(ScannerWorld.Message("warm"));
        Assert.Equal((VerdictKind.Deliver, "no spam (3.5/5); TEST_WARM"), (warm.Kind, warm.Trace[^1].Detail));
        Assert.Equal("spamassassin: spam (20/5)", (await _world.JudgeAsync(ScannerWorld.Message("hot"))).Verdict.Reason);

        _world.Given("spamassassin", $"server: {spamd.Address}\nscore: 3\nuser: bob\n");
        Assert.Equal("spamassassin: spam (3.5/3)", (await _world.JudgeAsync(ScannerWorld.Message("warm"))).Verdict.Reason);
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(ScannerWorld.Message("plain"))).Verdict.Kind);
    }
}
