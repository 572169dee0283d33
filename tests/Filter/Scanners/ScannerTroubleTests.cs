using System.Net;
using System.Net.Sockets;
using System.Text;
using MsLite.Filter.Checks;
using MsLite.Filter.Scanners;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Scanners;

/// <summary>Daemons that are down, hang, die or talk nonsense: the check abstains, the mail flows, and the operator is told once.</summary>
public sealed class ScannerTroubleTests : IDisposable
{
    private const int LargeMessage = 2_000_000;

    private readonly ScannerWorld _world = new();

    public void Dispose() => _world.Dispose();

    public static TheoryData<string, string> Troubles()
    {
        var all = new TheoryData<string, string>();
        foreach (var check in new[] { "clamav", "rspamd", "spamassassin" })
        {
            foreach (var trouble in new[] { "garbage", "silence at the end", "dying", "endless", "http garbage", "nobody" })
            {
                all.Add(check, trouble);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_scanner_in_trouble_lets_mail_pass_and_is_shown(string check, string trouble)
    {
        await using var scanner = New(check, trouble);
        var address = trouble == "nobody" ? $"127.0.0.1:{FreePort.Take()}" : scanner.Address;
        _world.Given(check, $"server: {address}\nsize: 10 MiB\n");

        var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("hello", LargeMessage));
        await _world.JudgeAsync(ScannerWorld.Message("again"));

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        var entry = Assert.Single(verdict.Trace, entry => entry.Rung == $"checks/{check}");
        Assert.Equal(TraceResult.Abstain, entry.Result);
        Assert.Contains($" at {address} cannot be used: ", entry.Detail, StringComparison.Ordinal);
        Assert.EndsWith(".", entry.Detail, StringComparison.Ordinal);
        Assert.Contains(address, Assert.Single(_world.Watch.Notices).Text, StringComparison.Ordinal);
        Assert.Single(_world.Log.Lines);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task With_down_defer_mail_waits_for_a_scanner_in_trouble(string check, string trouble)
    {
        await using var scanner = New(check, trouble);
        var address = trouble == "nobody" ? $"127.0.0.1:{FreePort.Take()}" : scanner.Address;
        _world.Given(check, $"server: {address}\nsize: 10 MiB\ndown: defer\n");

        var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("hello", LargeMessage));

        Assert.Equal(
            (VerdictKind.Defer, "The message cannot be examined at the moment - please try again later", $"checks/{check}"),
            (verdict.Kind, verdict.Reason, verdict.Blocker));
        Assert.Contains($" at {address} cannot be used: ", Assert.Single(verdict.Trace, entry => entry.Result == TraceResult.Defer).Detail, StringComparison.Ordinal);
        Assert.Single(_world.Watch.Notices);
    }

    [Fact]
    public async Task With_down_defer_mail_waits_for_a_scanner_that_hangs()
    {
        await using var scanner = FakeScanner.Silent();
        _world.Given("clamav", $"server: {scanner.Address}\ndown: defer\n");

        var judging = _world.JudgeAsync(ScannerWorld.Message("hello"));
        await scanner.Asked;
        _world.Policy.Clock.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal((VerdictKind.Defer, "checks/clamav"), ((await judging).Verdict.Kind, (await judging).Verdict.Blocker));
    }

    [Theory]
    [InlineData("server: none\ndown: defer\n")]
    [InlineData("size: 10\ndown: defer\n")]
    public async Task Nobody_waits_for_a_scanner_that_is_not_to_be_asked(string body)
    {
        _world.Given("clamav", body);

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(ScannerWorld.Message("hello"))).Verdict.Kind);
    }

    [Theory]
    [InlineData("clamav")]
    [InlineData("rspamd")]
    [InlineData("spamassassin")]
    public async Task A_hanging_scanner_is_given_up_when_the_messages_time_is_over(string check)
    {
        await using var scanner = FakeScanner.Silent();
        _world.Given(check, $"server: {scanner.Address}\n");

        var judging = _world.JudgeAsync(ScannerWorld.Message("hello"));
        await scanner.Asked;
        _world.Policy.Clock.Advance(TimeSpan.FromSeconds(8));
        var (verdict, _) = await judging;

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal("No answer within 8 seconds.", Assert.Single(verdict.Trace, entry => entry.Result == TraceResult.Abstain).Detail);
        await ScannerWorld.EventuallyAsync(() => _world.Watch.Notices.Count == 1);
        Assert.Contains("It gave no answer within 8 seconds.", _world.Watch.Notices[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_says_nothing_about_the_scanner()
    {
        await using var scanner = FakeScanner.Silent();
        _world.Given("spamassassin", $"server: {scanner.Address}\n");
        using var session = new CancellationTokenSource();

        var judging = _world.JudgeAsync(ScannerWorld.Message("hello"), session.Token);
        await scanner.Asked;
        await session.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
        Assert.Empty(_world.Watch.Notices);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_scanner_that_is_not_needed_any_more_may_be_silent_for_as_long_as_it_likes(bool isJudgedInTime, int notices)
    {
        using var limit = new CancellationTokenSource();
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]);
        var asking = _world.Watch.AskAsync(ScannerKind.Clamav, "127.0.0.1:3310", transaction, NeverAsync, limit.Token);

        _world.Policy.Clock.Advance(TimeSpan.FromSeconds(5));
        transaction.IsJudgedInTime = isJudgedInTime;
        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(notices, _world.Watch.Notices.Count);

        static async Task<CheckResult> NeverAsync(EndPoint server, CancellationToken ct)
        {
            await Task.Delay(Timeout.Infinite, ct);
            return CheckResult.Pass();
        }
    }

    [Fact]
    public async Task A_scanner_that_is_back_is_said_to_be_once_and_its_notice_goes()
    {
        var isWell = false;
        await using var scanner = new FakeScanner(async (socket, ct) =>
        {
            await socket.ReceiveAsync(new byte[10_000], ct);
            await socket.SendAsync(Encoding.ASCII.GetBytes(isWell ? "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 9 / 5\r\n\r\n" : "no"), ct);
            socket.Shutdown(SocketShutdown.Send);
            await FakeScanner.DrainAsync(socket, ct);
        });
        _world.Given("spamassassin", $"server: {scanner.Address}\n");

        await _world.JudgeAsync(ScannerWorld.Message("hello"));
        Assert.Single(_world.Watch.Notices);
        isWell = true;
        var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("hello"));
        await _world.JudgeAsync(ScannerWorld.Message("hello"));

        Assert.Equal("spamassassin: spam (9/5)", verdict.Reason);
        Assert.Empty(_world.Watch.Notices);
        Assert.Equal(2, _world.Log.Lines.Count);
    }

    [Fact]
    public async Task A_scanner_that_nobody_asks_any_more_is_no_trouble()
    {
        _world.Given("spamassassin", $"server: 127.0.0.1:{FreePort.Take()}\n");
        await _world.JudgeAsync(ScannerWorld.Message("hello"));
        Assert.Single(_world.Watch.Notices);

        _world.Policy.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Empty(_world.Watch.Notices);
    }

    [Fact]
    public async Task Where_there_is_no_clamd_on_purpose_nothing_is_said()
    {
        _world.Policy.Options.Clamav.Server = "none";
        using var world = new ScannerWorld();
        world.Given("clamav", "server: none\n");

        var (verdict, _) = await world.JudgeAsync(ScannerWorld.Message("hello"));

        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, verdict.Trace[^1].Result));
        Assert.Empty(world.Watch.Notices);
        Assert.Empty(world.Log.Lines);
    }

    [Fact]
    public async Task A_scanner_that_the_options_name_no_more_is_nobodys_trouble()
    {
        _world.Policy.Options.Rspamd.Server = "http://127.0.0.1:1";
        _world.Given("rspamd", "");
        await _world.JudgeAsync(ScannerWorld.Message("hello"));
        Assert.Single(_world.Watch.Notices);

        _world.Current.Take(new MsLiteOptions { Rspamd = new ScannerOptions { Server = "none" } });

        Assert.Empty(_world.Watch.Notices);
    }

    [Fact]
    public async Task An_address_that_cannot_be_understood_is_shown_like_a_scanner_that_is_down()
    {
        _world.Given("rspamd", "server: carrier pigeon\n");

        var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("hello"));

        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, verdict.Trace[^1].Result));
        Assert.Contains("carrier pigeon", Assert.Single(_world.Watch.Notices).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clamav")]
    [InlineData("rspamd")]
    [InlineData("spamassassin")]
    public async Task A_message_beyond_the_size_is_not_sent(string check)
    {
        await using var scanner = FakeScanner.Silent();
        _world.Given(check, $"server: {scanner.Address}\nsize: 1 KiB\n");

        var (verdict, _) = await _world.JudgeAsync(ScannerWorld.Message("hello", 2000));

        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, verdict.Trace[^1].Result));
        Assert.Contains("only those of at most 1024 (size:)", verdict.Trace[^1].Detail, StringComparison.Ordinal);
        Assert.Equal(0, scanner.Connections);
        Assert.Empty(_world.Watch.Notices);
    }

    private static FakeScanner New(string check, string trouble) => (trouble, check) switch
    {
        ("garbage", _) => FakeScanner.Answering("\x01\x02\x03 what?\0\r\n\r\n"u8.ToArray()),
        ("silence at the end", _) => FakeScanner.Answering([]),
        ("dying", _) => FakeScanner.Dying(),
        ("endless", "rspamd") => FakeScanner.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"action\":\"no action\",\"score\":1,\"x\":\""u8.ToArray()),
        ("endless", _) => FakeScanner.Endless([]),
        ("http garbage", "rspamd") => FakeScanner.Answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<html/>"u8.ToArray()),
        ("http garbage", _) => FakeScanner.Answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray()),
        _ => FakeScanner.Silent(),
    };
}
