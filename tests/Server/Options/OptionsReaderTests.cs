using Microsoft.Extensions.Configuration;
using MsLite.Filter;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Options;

public sealed class OptionsReaderTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void Defaults_are_those_of_the_README()
    {
        var options = Read();

        Assert.Equal(("data/srv", "data/spam", "data/state"), (options.SrvRoot, options.SpamRoot, options.StateRoot));
        Assert.Equal(["0.0.0.0:2525"], options.Smtp.Listen);
        Assert.Equal((52_428_800, 5000, 100), (options.Smtp.MaxMessageSize, options.Smtp.MaxConnections, options.Smtp.MaxConnectionsPerClient));
        Assert.Equal("maildir:data/mail", options.Delivery);
        Assert.Equal(["http://127.0.0.1:8080"], options.Http.Listen);
        Assert.Equal("sqlite", options.Database);
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_list_is_one_string_with_commas() =>
        Assert.Equal(["127.0.0.1:25", "[::1]:25"], Read(("Smtp:Listen", " 127.0.0.1:25 , [::1]:25,")).Smtp.Listen);

    [Fact]
    public void A_list_is_an_array() =>
        Assert.Equal(["192.0.2.1", "192.0.2.2"], Read(("Dns:Servers:0", "192.0.2.1"), ("Dns:Servers:1", "192.0.2.2")).Dns.Servers);

    [Fact]
    public void The_last_source_replaces_a_list_as_a_whole()
    {
        var root = new ConfigurationBuilder()
            .AddInMemoryCollection(Section([("Smtp:Listen:0", "127.0.0.1:25"), ("Smtp:Listen:1", "127.0.0.2:25")]))
            .AddInMemoryCollection(Section([("Smtp:Listen", "127.0.0.3:25")]))
            .Build();

        Assert.Equal(["127.0.0.3:25"], OptionsReader.Read(root, _faults).Smtp.Listen);
        Assert.Empty(_faults);
    }

    [Fact]
    public void An_empty_value_is_an_option_left_out()
    {
        var options = Read(("SrvRoot", ""), ("Smtp:Listen", " "), ("Smtp:MaxConnections", ""));

        Assert.Equal(("data/srv", 5000), (options.SrvRoot, options.Smtp.MaxConnections));
        Assert.Equal(["0.0.0.0:2525"], options.Smtp.Listen);
        Assert.Empty(_faults);
    }

    [Fact]
    public void An_empty_value_does_not_hide_that_of_a_source_before()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection(Section([("Delivery", "maildir:/file")])).AddInMemoryCollection(Section([("Delivery", "")])).Build();

        Assert.Equal("maildir:/file", OptionsReader.Read(root, _faults).Delivery);
    }

    [Theory]
    [InlineData("SrvRot", "MsLite:SrvRot is no option: did you mean MsLite:SrvRoot?")]
    [InlineData("Smtp:Lisen", "MsLite:Smtp:Lisen is no option: did you mean MsLite:Smtp:Listen?")]
    [InlineData("Xylophone:Quartz", "MsLite:Xylophone:Quartz is no option: take it out; README.md lists those there are.")]
    [InlineData("SrvRoot:0", "MsLite:SrvRoot:0 is no option: did you mean MsLite:SrvRoot?")]
    public void A_key_that_nobody_reads_is_a_fault(string key, string sentence)
    {
        Read((key, "x"));

        Assert.Equal([sentence], _faults);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void A_number_is_written_in_digits(string value)
    {
        Read(("Smtp:MaxConnections", value));

        var fault = Assert.Single(_faults);
        Assert.StartsWith($"MsLite:Smtp:MaxConnections is \"{value}\": write a whole number", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_found_in_any_case() => Assert.Equal("/x", Read(("SRVROOT", "/x")).SrvRoot);

    private MsLiteOptions Read(params (string Key, string Value)[] values) =>
        OptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(Section(values)).Build(), _faults);

    private static IEnumerable<KeyValuePair<string, string?>> Section((string Key, string Value)[] values) =>
        values.Select(pair => new KeyValuePair<string, string?>($"MsLite:{pair.Key}", pair.Value));
}
