using MsLite.Filter.Checks;
using MsLite.Harness;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Tests.Checks;

/// <summary>The checks that ask DNS about the sender, on the whole ladder: what is refused, what is not, and what the trace rests on.</summary>
public sealed class AuthenticationCheckTests : IDisposable
{
    private const string Ordinary = "From: Ann <ann@example.net>\nDate: Mon, 15 Jun 2026 12:00:00 +0000\nSubject: hello\n\nhello\n";

    private static readonly ICheck[] s_checks = [new Rdns4Check(), new Rdns6Check(), new DkimVerificationCheck(), new SpfCheck(), new DmarcCheck()];

    private readonly PolicyWorld _world = new();

    public AuthenticationCheckTests() => _world.Given("example.com/users/valid/bob");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("192.0.2.7", "rdns4", "Missing reverse DNS for IP:192.0.2.7 [Unknown]")]
    [InlineData("192.0.2.7", "rdns", "Missing reverse DNS for IP:192.0.2.7 [Unknown]")]
    [InlineData("192.0.2.7", "rdns6", "")]
    [InlineData("2001:db8::7", "rdns6", "Missing reverse DNS for IP:2001:db8::7 [Unknown]")]
    [InlineData("2001:db8::7", "rdns", "Missing reverse DNS for IP:2001:db8::7 [Unknown]")]
    [InlineData("2001:db8::7", "rdns4", "")]
    public async Task A_client_without_a_reverse_name_is_refused_by_the_check_of_its_family(string ip, string file, string reason)
    {
        _world.Given($"example.com/checks/{file}");

        Assert.Equal(reason, (await JudgeAsync(ip: ip)).Verdict.Reason);
    }

    [Fact]
    public async Task A_client_with_a_reverse_name_passes_and_one_of_which_dns_says_nothing_too()
    {
        _world.Given("example.com/checks/rdns");
        _world.Dns["192.0.2.7", DnsType.Ptr] = ["mail.example.net"];
        _world.Dns.Fail("8.2.0.192.in-addr.arpa");

        var (named, transaction) = await JudgeAsync();
        var (silent, _) = await JudgeAsync(ip: "192.0.2.8");

        Assert.Equal((VerdictKind.Deliver, "mail.example.net"), (named.Kind, transaction.ReverseName));
        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (silent.Kind, Entry(silent, "checks/rdns4").Result));
    }

    [Theory]
    [InlineData("v=spf1 -all", "SPF failure ann@example.net - fail - example.net does not let 192.0.2.7 send its mail")]
    [InlineData("v=spf1 -all exp=why.example.net", "SPF failure ann@example.net - fail - 192.0.2.7 is not ours")]
    [InlineData("v=spf1 nonsense", "SPF failure ann@example.net - permerror - *")]
    [InlineData("v=spf1 ~all", "")]
    [InlineData("v=spf1 ?all", "")]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", "")]
    [InlineData("no record", "")]
    public async Task Spf_refuses_fail_and_permerror_only(string record, string reason)
    {
        _world.Given("example.com/checks/spf");
        _world.Dns["example.net", DnsType.Txt] = [record];
        _world.Dns["why.example.net", DnsType.Txt] = ["%{i} is not ours"];

        var (verdict, _) = await JudgeAsync();

        Assert.StartsWith(reason.TrimEnd('*'), verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(reason.Length > 0, verdict.Kind == VerdictKind.Refuse);
        Assert.Contains(record == "no record" ? "example.net has no SPF record" : $"example.net \"{record}\"", Entry(verdict, "checks/spf").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bounce_is_judged_by_its_helo_name()
    {
        _world.Given("example.com/checks/spf");
        _world.Dns["mail.example.net", DnsType.Txt] = ["v=spf1 -all"];

        var (verdict, transaction) = await JudgeAsync(from: "");

        Assert.Equal("SPF failure postmaster@mail.example.net - fail - mail.example.net does not let 192.0.2.7 send its mail", verdict.Reason);
        Assert.Equal(["spf=fail smtp.helo=mail.example.net"], transaction.AuthenticationResults);
    }

    [Theory]
    [InlineData("checks/spf", "example.net")]
    [InlineData("checks/dmarc", "_dmarc.example.net")]
    public async Task What_dns_does_not_say_is_no_reason_to_refuse(string rung, string name)
    {
        _world.Given($"example.com/{rung}");
        _world.Dns.Fail(name);

        var (verdict, _) = await JudgeAsync();

        Assert.Equal((VerdictKind.Deliver, TraceResult.Abstain), (verdict.Kind, Entry(verdict, rung).Result));
    }

    [Theory]
    [InlineData("p=reject", "", true)]
    [InlineData("p=reject; t=y", "", false)]
    [InlineData("p=quarantine", "", false)]
    [InlineData("p=quarantine", "quarantine: refuse\n", true)]
    [InlineData("p=none", "quarantine: refuse\n", false)]
    public async Task Dmarc_refuses_what_the_policy_and_the_body_ask_for(string policy, string body, bool refused)
    {
        _world.GivenFile("example.com/checks/dmarc", body);
        _world.Dns["_dmarc.example.net", DnsType.Txt] = [$"v=DMARC1; {policy}"];

        var (verdict, transaction) = await JudgeAsync();

        Assert.Equal(refused ? "DMARC policy of example.net refuses this message" : "", verdict.Reason);
        Assert.Contains($"_dmarc.example.net \"v=DMARC1; {policy}\"", Entry(verdict, "checks/dmarc").Detail, StringComparison.Ordinal);
        Assert.Contains(transaction.AuthenticationResults, result => result.StartsWith("dmarc=fail ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dmarc_passes_what_spf_passes_for_the_author()
    {
        _world.Given("example.com/checks/dmarc");
        _world.Dns["_dmarc.example.net", DnsType.Txt] = ["v=DMARC1; p=reject"];
        _world.Dns["example.net", DnsType.Txt] = ["v=spf1 ip4:192.0.2.7 -all"];

        var (verdict, transaction) = await JudgeAsync();

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal(["spf=pass smtp.mailfrom=ann@example.net", "dkim=none", "dmarc=pass header.from=example.net policy.dmarc=reject"], transaction.AuthenticationResults);
    }

    [Theory]
    [InlineData("", "DMARC policy of author.example refuses this message")]
    [InlineData("sealers: other.example\n", "DMARC policy of author.example refuses this message")]
    [InlineData("sealers: other.example, List.Example\n", "")]
    public async Task A_trusted_sealer_vouches_for_what_a_list_has_changed(string body, string reason)
    {
        _world.GivenFile("example.com/checks/dmarc", body);
        foreach (var line in File.ReadLines(RepositoryRoot.Join("tests", "Corpus", "arc-vouched", "listed.dns")))
        {
            var words = line.Split(' ', 3);
            _world.Dns.Add(words[1], Enum.Parse<DnsType>(words[0]), words[2]);
        }

        var (verdict, _) = await JudgeAsync(await File.ReadAllTextAsync(RepositoryRoot.Join("tests", "Corpus", "arc-vouched", "listed.eml")));

        Assert.Equal(reason, verdict.Reason);
    }

    [Fact]
    public async Task An_unsigned_message_is_said_to_be_one()
    {
        _world.Given("example.com/checks/dkim_check");

        var (verdict, transaction) = await JudgeAsync();

        Assert.Equal((VerdictKind.Deliver, "none"), (verdict.Kind, transaction.DkimResult));
        Assert.Equal(["dkim=none"], transaction.AuthenticationResults);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_looked_up()
    {
        _world.Given("example.com/checks/rdns");

        var (_, transaction) = await JudgeAsync();

        Assert.Empty(transaction.AuthenticationResults);
        Assert.Null(transaction.DkimResult);
        Assert.Equal([("7.2.0.192.in-addr.arpa", DnsType.Ptr)], _world.Dns.Questions);
    }

    [Fact]
    public async Task Two_domains_that_ask_the_same_cost_one_question()
    {
        _world.Given("example.com/checks/spf", "example.org/users/valid/eve", "example.org/checks/spf", "example.org/checks/dmarc");

        await JudgeAsync(to: ["bob@example.com", "eve@example.org"]);

        Assert.Single(_world.Dns.Questions, question => question == ("example.net", DnsType.Txt));
    }

    private static TraceEntry Entry(Verdict verdict, string rung) => Assert.Single(verdict.Trace, entry => entry.Rung == rung);

    private async Task<(Verdict Verdict, Transaction Transaction)> JudgeAsync(
        string message = Ordinary, string from = "ann@example.net", string ip = "192.0.2.7", params string[] to)
    {
        var transaction = PolicyWorld.Mail(from, ip, to.Length == 0 ? ["bob@example.com"] : to);
        transaction.Content = PolicyWorld.Content(message);
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        var verdicts = await _world.NewJudge(s_checks).JudgeAsync(transaction, CancellationToken.None);
        return (verdicts[0], transaction);
    }
}
