using Microsoft.Extensions.Configuration;
using MsLite.Filter.Settings;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Options;

public sealed class OptionValuesTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Each_option_has_its_value_and_is_a_default_when_nobody_gave_one()
    {
        var values = Of(new ConfigurationBuilder());

        Assert.All(values, value => Assert.Equal((OptionOrigin.Default, ""), (value.Origin, value.Source)));
        Assert.Equal(["0.0.0.0:2525"], values.Single(value => value.Key == "Smtp:Listen").Values);
        Assert.Equal(["52428800"], values.Single(value => value.Key == "Smtp:MaxMessageSize").Values);
        Assert.Empty(values.Single(value => value.Key == "Smtp:RelayClients").Values);
    }

    [Fact]
    public void The_last_source_that_gives_a_value_is_named()
    {
        _tree.Touch("appsettings.json", """{ "MsLite": { "Hostname": "of.the.file", "Delivery": "maildir:/file", "Smtp": { "Listen": ["127.0.0.1:25", "127.0.0.2:25"] } } }""");
        var builder = new ConfigurationBuilder()
            .AddJsonFile(_tree.Path("appsettings.json"))
            .AddEnvironmentVariables("MSLITETEST_")
            .AddInMemoryCollection([new("MsLite:Delivery", "maildir:/line"), new("MsLite:Hostname", "")]);

        var values = Of(builder).ToDictionary(value => value.Key);

        Assert.Equal((OptionOrigin.File, _tree.Path("appsettings.json")), (values["Hostname"].Origin, values["Hostname"].Source));
        Assert.Equal((OptionOrigin.CommandLine, "maildir:/line"), (values["Delivery"].Origin, values["Delivery"].Values[0]));
        Assert.Equal(OptionOrigin.File, values["Smtp:Listen"].Origin);
        Assert.Equal(["127.0.0.1:25", "127.0.0.2:25"], values["Smtp:Listen"].Values);
    }

    [Theory]
    [InlineData("Host=db;Username=mslite;Password=hunter2", "mslite")]
    [InlineData("host=db;PWD=hunter2", "db")]
    [InlineData("Host=db;Password=\"hunter2", "…")]
    public void A_secret_is_covered(string text, string shown)
    {
        var value = Of(new ConfigurationBuilder().AddInMemoryCollection([new("MsLite:Database", text)])).Single(value => value.Key == "Database");

        Assert.DoesNotContain("hunter2", value.Values[0], StringComparison.Ordinal);
        Assert.Contains(shown, value.Values[0], StringComparison.Ordinal);
    }

    private static IReadOnlyList<OptionValue> Of(IConfigurationBuilder builder)
    {
        var root = builder.Build();
        return OptionValues.Of(OptionState.AtStart(root), OptionsReader.Read(root, []));
    }
}
