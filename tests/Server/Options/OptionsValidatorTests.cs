using MsLite.Filter;

namespace MsLite.Web.Tests.Options;

public sealed class OptionsValidatorTests
{
    [Fact]
    public void The_defaults_have_no_fault() => Assert.Empty(MsLiteOptionsValidator.Validate(new MsLiteOptions()));

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var options = new MsLiteOptions { Hostname = "no name", Delivery = "pigeon:coop", Database = "oracle" };
        options.Smtp.Listen = ["mail.example.com:25"];
        options.Smtp.MaxMessageSize = 10;
        options.Smtp.TrustedProxies = ["proxy.example.com"];
        options.Http.Listen = ["ftp://127.0.0.1:80"];
        options.Dns.Servers = ["resolver"];
        options.Clamav.Server = "unix:clamd.ctl";
        options.Rspamd.Server = "ftp://127.0.0.1";
        options.Spamassassin.Server = "127.0.0.1:0";
        options.Log.Format = "xml";
        options.Otlp.Endpoint = "collector:4317";

        var faults = MsLiteOptionsValidator.Validate(options);

        Assert.Equal(13, faults.Count);
        Assert.All(faults, fault => Assert.Matches(@"^MsLite:[\w:]+ .*[.…]$", fault));
    }

    [Theory]
    [InlineData("0.0.0.0:2525", "0.0.0.0:2525")]
    [InlineData(":25", ":25")]
    [InlineData("*:25", ":25")]
    [InlineData("[::]:25", "[::]:25")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    public void An_address_with_a_port_can_be_listened_on(string text, string meaning)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(meaning, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("localhost:25")]
    [InlineData("mail.example.com:25")]
    [InlineData("::1:25")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.1:25")]
    [InlineData("[127.0.0.1]:25")]
    [InlineData("127.0.0.1: 25")]
    public void Anything_else_cannot(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://[::1]:0")]
    [InlineData("HTTP://127.0.0.2:80")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("https://:8443")]
    [InlineData("https://[::]:8443")]
    public void The_panel_listens_where_it_is_told(string text)
    {
        var options = new MsLiteOptions();
        options.Http.Listen = [text];

        Assert.Empty(MsLiteOptionsValidator.Validate(options));
    }

    [Theory]
    [InlineData("/a/srv", "/a/srv", "/a/state")]
    [InlineData("/a/srv", "/a/spam", "/a/srv/state")]
    [InlineData("/a/srv", "/a/spam", "/a/spam/7")]
    public void No_directory_lies_in_the_policy_or_the_archive(string srv, string spam, string state) =>
        Assert.NotEmpty(MsLiteOptionsValidator.Validate(new MsLiteOptions { SrvRoot = srv, SpamRoot = spam, StateRoot = state }));

    [Fact]
    public void Policy_and_archive_may_lie_in_the_state_directory() =>
        Assert.Empty(MsLiteOptionsValidator.Validate(new MsLiteOptions { SrvRoot = "/a/srv", SpamRoot = "/a/spam", StateRoot = "/a" }));
}
