using MsLite.Harness;
using MsLite.Harness.Script;

namespace MsLite.Web.Tests.Harness;

/// <summary>What a script says about DNS, and about which names it lets the program ask.</summary>
public sealed class ScriptDnsTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("7.2.0.192.in-addr.arpa", true)]
    [InlineData("8.2.0.192.in-addr.arpa", false)]
    [InlineData("1.0.0.127.in-addr.arpa", true)]
    [InlineData("7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", true)]
    [InlineData("8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", false)]
    [InlineData("key._domainkey.example.net", true)]
    [InlineData("example.net", true)]
    [InlineData("net", true)]
    [InlineData("example.org", false)]
    public void A_script_mentions_a_name_by_its_last_labels_or_the_address(string name, bool mentioned)
    {
        var script = Load("given client 192.0.2.7", "given client 2001:db8::7", "C: MAIL FROM:<ann@mail.Example.net>");

        Assert.Equal(mentioned, script.Mentions(name));
    }

    [Theory]
    [InlineData("given dns 192.0.2.7 PTR mail.example.net", false)]
    [InlineData("given dns example.net TXT \"v=spf1 -all\"", false)]
    [InlineData("given dns example.net none", false)]
    [InlineData("given dns example.net fails", true)]
    [InlineData("given dns example.net TXT fails", true)]
    [InlineData("given dns example.net silent", true)]
    [InlineData("given dns example.net answers after 300 ms", true)]
    [InlineData("given dns silent", true)]
    public void Faults_of_DNS_keep_a_script_to_a_server_of_its_own(string line, bool own) =>
        Assert.Equal(own, Load(line).NeedsOwnServer);

    [Fact]
    public void A_script_names_its_blocklists() =>
        Assert.Equal(["one.example", "two.example"], Load("given /srv/example.com/zones \"# x.example\\n\\nmode: shadow\\none.example 127.0.0.2\\n  two.example\\n\"").Zones);

    [Theory]
    [InlineData("given dns example.net")]
    [InlineData("given dns example.net SOA x")]
    [InlineData("given dns example.net A mail.example.net")]
    [InlineData("given dns example.net MX mail.example.net")]
    public void A_line_that_says_nothing_is_told_with_its_place(string line)
    {
        var fault = Assert.Throws<FormatException>(() => Load(line));

        Assert.Contains(".smtp:1:", fault.Message, StringComparison.Ordinal);
    }

    private SmtpScript Load(params string[] lines) => SmtpScript.Load(_tree.Touch("script.smtp", string.Join('\n', lines)));
}
