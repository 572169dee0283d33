using MsLite.Web.Commands;

namespace MsLite.Web.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly string[] s_explain = ["explain", "a.eml", "--from", "a@example.net", "--to=b@example.com", "--ip", "192.0.2.7", "--helo", "mx"];

    [Fact]
    public void Without_a_command_it_serves() => Assert.Same(Command.Serve, CommandLine.Parse([]).Command);

    [Fact]
    public void Options_of_the_configuration_stand_anywhere()
    {
        var line = CommandLine.Parse(["--MsLite:SrvRoot=/a", "explain", "--MsLite:SpamRoot", "/b", .. s_explain[1..], "--mslite:hostname=x=y", "--json"]);

        Assert.Null(line.Fault);
        Assert.Same(Command.Explain, line.Command);
        Assert.Equal(["a.eml"], line.Words);
        Assert.Equal("b@example.com", line["to"]);
        Assert.True(line.Has("json"));
        Assert.Equal(("/a", "/b", "x=y"), (line.Configuration["MsLite:SrvRoot"], line.Configuration["MsLite:SpamRoot"], line.Configuration["MsLite:Hostname"]));
    }

    [Fact]
    public void The_null_return_path_can_be_given()
    {
        var line = CommandLine.Parse([.. s_explain[..2], "--from", "", .. s_explain[4..]]);

        Assert.Equal((null, ""), (line.Fault, line["from"]));
    }

    [Fact]
    public void A_command_of_two_words_is_one() => Assert.Same(Command.AdminReset, CommandLine.Parse(["admin", "reset"]).Command);

    [Fact]
    public void The_domain_of_a_token_may_be_given_several_times() =>
        Assert.Null(CommandLine.Parse(["token", "create", "--name", "n", "--role", "viewer", "--domain", "a", "--domain", "b"]).Fault);

    [Theory]
    [InlineData("There is no command \"lnit\". Did you mean lint?", "lnit")]
    [InlineData("There is no command \"choreography\".", "choreography")]
    [InlineData("The command lint does not know what to do with \"more\".", "lint", "more")]
    [InlineData("The command explain wants FILE.", "explain", "--from", "a", "--to", "b", "--ip", "c", "--helo", "d")]
    [InlineData("The command explain wants --to once.", "explain", "a.eml", "--from", "a", "--ip", "c", "--helo", "d")]
    [InlineData("The command explain has no option --jsn. Did you mean --json?", "explain", "--jsn", "x")]
    [InlineData("The command lint has no option --recipient.", "lint", "--recipient", "a")]
    [InlineData("The option --from wants a value.", "explain", "a.eml", "--from")]
    [InlineData("The option --Kestrel:Limits is not known: options of the configuration begin with --MsLite:.", "--Kestrel:Limits=1")]
    public void What_makes_no_sense_is_said_in_a_sentence(string fault, params string[] args) => Assert.Equal(fault, CommandLine.Parse(args).Fault);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("lint", "--help")]
    public void Help_is_given_everywhere(params string[] args) => Assert.True(CommandLine.Parse(args).AsksForHelp);
}
