using FsCheck;
using FsCheck.Fluent;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Mail.Tests.Auth;

public sealed class AuthenticationResultsTests
{
    [Fact]
    public void Reads_methods_reasons_and_properties()
    {
        var field = AuthenticationResults.Parse(
            "mx.example.net 1; spf=pass (it matched) smtp.mailfrom=ann@example.org;\r\n\tDKIM/1 = Fail reason=\"body (changed)\" header . d = example.org header.i=\"odd name\"@example.org");

        Assert.True(field.IsWhole);
        Assert.Equal("mx.example.net", field.AuthservId);
        Assert.Equal(["spf=pass", "dkim=fail"], field.Results.Select(one => $"{one.Method}={one.Result}"));
        Assert.Equal("ann@example.org", field.Results[0]["smtp.mailfrom"]);
        Assert.Equal("body (changed)", field.Results[1].Reason);
        Assert.Equal("example.org", field.Results[1]["header.d"]);
        Assert.Equal("odd name@example.org", field.Results[1]["header.i"]);
    }

    [Fact]
    public void Reads_none_as_no_results()
    {
        var field = AuthenticationResults.Parse("mx.example.net; none");
        Assert.True(field.IsWhole);
        Assert.Empty(field.Results);
    }

    [Theory]
    [InlineData("mx.example.net 2; spf=pass")]
    [InlineData("mx.example.net; spf")]
    [InlineData("mx.example.net; spf=pass smtp.mailfrom")]
    [InlineData("mx.example.net; spf=pass (never ends")]
    [InlineData("mx.example.net; spf=pass; none")]
    public void Says_when_the_grammar_is_broken(string value) => Assert.False(AuthenticationResults.Parse(value).IsWhole);

    [Fact]
    public void Keeps_what_stands_before_and_behind_a_broken_result() =>
        Assert.Equal(["a", "c"], AuthenticationResults.Parse("x; a=pass; =broken; c=fail").Results.Select(one => one.Method));

    [Fact]
    public void Never_throws_and_never_runs_away() =>
        Prop.ForAll<string>(text => AuthenticationResults.Parse(text ?? "").Results.Count <= 100).QuickCheckThrowOnFailure();

    [Fact]
    public void Bounds_results_and_properties()
    {
        Assert.Equal(100, AuthenticationResults.Parse("x" + string.Concat(Enumerable.Repeat(";a=pass", 5000))).Results.Count);
        Assert.Equal(50, AuthenticationResults.Parse("x;a=pass" + string.Concat(Enumerable.Repeat(" p.q=r", 5000))).Results[0].Properties.Count);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var dkim = ResInfoWriter.Write(new DkimResult
        {
            Result = AuthResult.Fail,
            Reason = "the \"body\" \\ has been changed",
            Domain = "example.org",
            Selector = "s1",
            Algorithm = "rsa-sha256",
            SignatureStart = "aB+/cd==",
            Identity = "odd name@example.org",
        });
        var spf = ResInfoWriter.Write(new SpfResult { Result = AuthResult.Pass, Domain = "example.org" }, new EmailAddress("a b", "example.org"));
        var dmarc = ResInfoWriter.Write(new DmarcResult { Result = AuthResult.Fail, AuthorDomain = "example.org", PolicyDomain = "example.org", Policy = DmarcPolicy.Reject });
        var arc = ResInfoWriter.Write(new ArcResult { Result = AuthResult.None });
        var field = AuthenticationResults.Parse($"mx.example.net; {dkim};\r\n {spf}; {dmarc}; {arc}");

        Assert.True(field.IsWhole);
        Assert.Equal("the \"body\" \\ has been changed", field.Results[0].Reason);
        Assert.Equal("aB+/cd==", field.Results[0]["header.b"]);
        Assert.Equal("odd name@example.org", field.Results[0]["header.i"]);
        Assert.Equal("\"a b\"@example.org", field.Results[1]["smtp.mailfrom"]);
        Assert.Equal("reject", field.Results[2]["policy.dmarc"]);
        Assert.Equal("arc=none", arc);
    }

    [Fact]
    public void Nothing_written_breaks_a_line() => Prop.ForAll<string, string>((reason, value) =>
    {
        var text = ResInfoWriter.Write("x-test", AuthResult.Pass, reason ?? "", ("smtp.helo", value ?? ""), ("smtp.long", new string('x', 2000)));
        return text.Length <= 1000 && text.All(c => c is >= ' ' and <= '~');
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("i=1; mx.list.example; dmarc=pass header.from=author.example", true)]
    [InlineData("i=1; mx.list.example; dmarc=fail header.from=author.example", false)]
    [InlineData("i=1; mx.list.example; dmarc=pass header.from=other.example", false)]
    public void A_trusted_hop_vouches_only_for_the_author_it_saw_pass(string results, bool vouches)
    {
        var arc = new ArcResult { Result = AuthResult.Pass, Hops = [new ArcHop(1, "list.example", results[4..]), new ArcHop(2, "relay.example", "relay.example; none")] };

        Assert.Equal(vouches, ArcTrust.Vouches(arc, new HashSet<string> { "list.example", "relay.example" }, "author.example") is not null);
        Assert.Null(ArcTrust.Vouches(arc, new HashSet<string> { "list.example" }, "author.example"));
    }
}
