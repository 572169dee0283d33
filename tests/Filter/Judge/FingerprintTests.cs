using MsLite.Filter.Checks;
using MsLite.Filter.Tests.Checks;

namespace MsLite.Filter.Tests;

public sealed class FingerprintTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public FingerprintTests() => _world.Given("a.example/users/valid/*", "b.example/users/valid/*");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Recipients_of_one_policy_share_a_transaction() => AssertShare(true, "x@a.example", "y@a.example");

    [Fact]
    public void Domains_with_equal_policies_share_a_transaction()
    {
        AssertShare(true, "x@a.example", "x@b.example");

        _world.Given("a.example/checks/one", "b.example/checks/all");
        AssertShare(true, "x@a.example", "x@b.example");
    }

    [Theory]
    [InlineData("checks/one")]
    [InlineData("checks/all")]
    [InlineData("users/invalid/x")]
    [InlineData("blacklisted/senders/ann@example.net")]
    [InlineData("blacklisted/ips/192.0.2.7")]
    public void A_recipient_that_could_fare_otherwise_is_sent_separately(string path)
    {
        _world.Given("a.example/" + path);

        AssertShare(false, "x@a.example", "x@b.example");
    }

    [Theory]
    [InlineData("whitelisted/recipients/x")]
    [InlineData("whitelisted/ips/192.0.2.7")]
    public void A_welcome_differs_from_an_open_question(string path)
    {
        _world.Given("a.example/checks/one", "b.example/checks/one", "a.example/" + path);

        AssertShare(false, "x@a.example", "x@b.example");
    }

    [Fact]
    public void A_welcome_is_the_same_as_no_question_at_all()
    {
        _world.Given("a.example/whitelisted/recipients/x");

        AssertShare(true, "x@a.example", "x@b.example");
    }

    [Fact]
    public void Lists_that_do_not_match_this_mail_make_no_difference()
    {
        _world.Given("a.example/blacklisted/senders/other@example.net", "a.example/whitelisted/ips/198.51.100.1", "a.example/users/invalid/z");

        AssertShare(true, "x@a.example", "x@b.example");
    }

    [Fact]
    public void Parameters_count_and_notes_do_not()
    {
        _world.GivenFile("a.example/checks/one", "note: asked for by Bob\nuntil: 2027-01-01\nscore: 5").GivenFile("b.example/checks/one", "score: 5\n");
        AssertShare(true, "x@a.example", "x@b.example");

        _world.GivenFile("b.example/checks/one", "score: 6");
        AssertShare(false, "x@a.example", "x@b.example");
    }

    [Fact]
    public void A_check_in_shadow_makes_no_difference()
    {
        _world.GivenFile("a.example/checks/one", "mode: shadow");

        AssertShare(true, "x@a.example", "x@b.example");
    }

    [Fact]
    public void Another_next_hop_is_another_policy()
    {
        _world.GivenFile("a.example/delivery", "smtp://192.0.2.9:25\n");
        AssertShare(false, "x@a.example", "x@b.example");

        _world.GivenFile("b.example/delivery", "smtp://192.0.2.9:25");
        AssertShare(true, "x@a.example", "x@b.example");
    }

    [Fact]
    public void What_the_next_hop_said_counts()
    {
        var judge = _world.NewJudge();
        var mail = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []);

        Assert.NotEqual(
            judge.Fingerprint(mail, PolicyWorld.To("x@a.example"), "550"),
            judge.Fingerprint(mail, PolicyWorld.To("y@a.example"), "250"));
    }

    [Fact]
    public void Those_who_are_refused_alike_share_a_transaction()
    {
        _world.Given("a.example/users/invalid/x", "a.example/users/invalid/y");
        AssertShare(true, "x@a.example", "y@a.example");

        _world.GivenFile("a.example/users/invalid/y", "reply: y has left");
        AssertShare(false, "x@a.example", "y@a.example");
    }

    [Fact]
    public void A_list_of_names_may_yet_decide_while_the_name_is_not_known()
    {
        _world.Given("a.example/blacklisted/hosts/mail.example.net");

        AssertShare(false, "x@a.example", "x@b.example");
        AssertShare(true, "x@a.example", "y@a.example");
    }

    private void AssertShare(bool expected, string one, string other)
    {
        var judge = _world.NewJudge(new StandInCheck("one", 10, CheckResult.Pass()));
        var mail = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []);
        Assert.Equal(expected, judge.Fingerprint(mail, PolicyWorld.To(one)) == judge.Fingerprint(mail, PolicyWorld.To(other)));
    }
}
