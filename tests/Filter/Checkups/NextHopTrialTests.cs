using MsLite.Filter.Checkups;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Checkups;

public sealed class NextHopTrialTests : IAsyncDisposable
{
    private static readonly FakeDns s_dns = new() { ["inside.example.net", DnsType.A] = ["192.0.2.1", "127.0.0.1"] };

    private readonly FakeNextHop _hop = new();
    private readonly NextHopTrial _trial = new(new MsLiteOptions { Hostname = "filter.test" }, s_dns, TimeProvider.System);

    public ValueTask DisposeAsync() => _hop.DisposeAsync();

    [Fact]
    public async Task A_next_hop_that_knows_its_users_is_well()
    {
        _hop.Answer = (stage, argument) => stage == NextHopStage.Rcpt && argument.Contains("nobody-", StringComparison.Ordinal) ? "550 5.1.1 No such user" : null;

        var findings = await RunAsync(_hop.Url);

        Assert.All(findings, finding => Assert.Equal(CheckupLevel.Good, finding.Level));
        Assert.Equal(["Connection", "Encryption", "A user of yours", "Somebody unknown"], findings.Select(finding => finding.Subject));
        Assert.Contains("550 5.1.1 No such user", findings[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_hop.Messages);
    }

    [Fact]
    public async Task One_that_takes_everybody_asks_for_a_look_and_one_that_refuses_a_user_is_bad()
    {
        _hop.Answer = (stage, argument) => stage == NextHopStage.Rcpt && argument.Contains("bob@", StringComparison.Ordinal) ? "550 5.1.1 <b>Who?</b>" : null;

        var findings = await RunAsync(_hop.Url);

        Assert.Equal(CheckupLevel.Bad, Assert.Single(findings, finding => finding.Subject == "A user of yours").Level);
        Assert.Equal(CheckupLevel.Look, Assert.Single(findings, finding => finding.Subject == "Somebody unknown").Level);
        Assert.All(findings.Where(finding => finding.Level != CheckupLevel.Good), finding => Assert.NotEmpty(finding.Fix));
    }

    [Theory]
    [InlineData(NextHopStage.Connect, "554 5.7.1 Not you", "turns us away: 554 5.7.1 Not you")]
    [InlineData(NextHopStage.Mail, "drop", "Connection")]
    public async Task The_words_with_which_it_turns_us_away_are_shown(NextHopStage where, string reply, string shown)
    {
        _hop.Answer = (stage, _) => stage == where ? reply : null;

        var findings = await RunAsync(_hop.Url);

        Assert.Equal(CheckupLevel.Bad, findings[0].Level);
        Assert.Contains(shown, findings[0].Subject + findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_is_told_with_what_to_do()
    {
        var url = $"smtp://127.0.0.1:{FreePort.Take()}";

        var finding = Assert.Single(await RunAsync(url));

        Assert.Equal((CheckupLevel.Bad, "Connection"), (finding.Level, finding.Subject));
        Assert.Contains("listens at this address", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_several_hosts_is_tried()
    {
        await using var other = new FakeNextHop();

        var findings = await RunAsync($"smtp://{_hop.EndPoint},{other.EndPoint}");

        Assert.Equal(2, findings.Count(finding => finding.Subject == "Connection"));
        Assert.Equal((1, 1), (_hop.ConnectionCount, other.ConnectionCount));
    }

    [Theory]
    [InlineData("smtp://{0}?user=x&password-file=/etc/passwd")]
    [InlineData("lmtp:/run/some/socket")]
    [InlineData("maildir:/tmp")]
    [InlineData("smtp://{0}")]
    [InlineData("smtp://localhost:25")]
    [InlineData("smtp://inside.example.net:25")]
    [InlineData("smtp://nowhere.example.net:25")]
    [InlineData("smtps://mail.example.com:465,{0}")]
    public async Task Whoever_has_only_a_domain_has_nothing_of_this_machine_tried_out(string text)
    {
        var finding = Assert.Single(await RunAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, _hop.EndPoint), isAdministrator: false));

        Assert.Equal(CheckupLevel.Bad, finding.Level);
        Assert.Equal(0, _hop.ConnectionCount);
    }

    [Theory]
    [InlineData("pigeon://here", "is not understood")]
    [InlineData("maildir:/nowhere/at/all", "is not there")]
    [InlineData("bsmtp:/nowhere/rsmtp", "There is no /nowhere/rsmtp")]
    public async Task What_cannot_work_is_said_without_a_connection(string text, string said)
    {
        var finding = Assert.Single(await RunAsync(text));

        Assert.Equal(CheckupLevel.Bad, finding.Level);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<CheckupFinding>> RunAsync(string nextHop, bool isAdministrator = true) =>
        _trial.RunAsync(nextHop, new EmailAddress("bob", "example.com"), "example.com", isAdministrator, CancellationToken.None);
}
