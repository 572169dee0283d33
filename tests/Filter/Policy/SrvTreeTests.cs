using FsCheck;
using FsCheck.Fluent;

namespace MsLite.Filter.Tests.Policy;

public sealed class SrvTreeTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Hosts_a_domain_that_has_a_directory()
    {
        _world.Given("example.com/");

        Assert.Equal("example.com", _world.Srv.FindDomain("example.com")?.Domain);
        Assert.Null(_world.Srv.FindDomain("example.org"));
    }

    [Fact]
    public void A_file_is_no_domain()
    {
        _world.Given("example.com");

        Assert.Null(_world.Srv.FindDomain("example.com"));
    }

    [Theory]
    [InlineData("_global_")]
    [InlineData("_GLOBAL_")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../srv/example.com")]
    [InlineData("example.com/users")]
    [InlineData(".hidden")]
    [InlineData("*")]
    public void Some_directories_are_never_domains(string domain)
    {
        _world.Given("_global_/", "example.com/users/", ".hidden/", "*/");

        Assert.Null(_world.Srv.FindDomain(domain));
    }

    [Fact]
    public void Nothing_is_hosted_where_the_tree_does_not_exist()
    {
        _world.Tree.Delete("srv");

        Assert.Null(_world.Srv.FindDomain("example.com"));
        Assert.Null(_world.Srv.FindGlobal());
        Assert.Empty(_world.Srv.Domains());
    }

    [Fact]
    public void Follows_links_inside_the_tree()
    {
        _world.Given("example.com/");
        _world.Tree.Link("srv/alias.example", "example.com");
        _world.Tree.Link("srv/absolute.example", _world.Tree.Path("srv/example.com"));

        Assert.Equal("alias.example", _world.Srv.FindDomain("alias.example")?.Domain);
        Assert.NotNull(_world.Srv.FindDomain("absolute.example"));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("hop")]
    [InlineData("round.example")]
    [InlineData("nowhere")]
    public void Follows_no_link_out_of_the_tree(string target)
    {
        _world.Tree.Folder("outside");
        _world.Tree.Link("srv/hop", "../outside");
        _world.Tree.Link("srv/round.example", target);

        Assert.Null(_world.Srv.FindDomain("round.example"));
    }

    [Fact]
    public void Follows_no_link_out_of_the_tree_below_a_domain()
    {
        _world.Given("example.com/users/");
        _world.Tree.Touch("outside/valid/bob");
        _world.Tree.Link("srv/example.com/users/valid", "../../../outside/valid");
        _world.Tree.Link("srv/example.com/checks", "../../outside/valid");

        Assert.Null(_world.Srv.FindDomain("example.com")!.Users("valid"));
        Assert.Null(_world.Srv.FindDomain("example.com")!.FindCheck("bob", [], inAll: false));
    }

    [Fact]
    public void The_tree_itself_may_be_a_link()
    {
        _world.Given("example.com/users/valid/bob");
        _world.Tree.Link("srv/example.com/users/valid/ann", "bob");
        _world.Tree.Link("linked", "srv");
        var linked = new MsLite.Filter.Policy.SrvTree(_world.Tree.Path("linked"), _world.Clock);

        Assert.Equal(["example.com"], linked.Domains());
        Assert.NotNull(linked.FindDomain("example.com")!.Users("valid")!.Find("ann"));
    }

    [Fact]
    public void No_text_finds_anything_but_a_hosted_domain()
    {
        _world.Given("example.com/", "_global_/");
        _world.Tree.Folder("outside");
        var hostile = Gen.Elements("..", "/", "outside", "srv", "example.com", "_global_", ".", "\0", "*", "\\", "A").ArrayOf().Select(string.Concat);
        Prop.ForAll(hostile.ToArbitrary(), text => _world.Srv.FindDomain(text) is null || text == "example.com").QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Lists_the_domains_that_can_be_looked_up()
    {
        _world.Given("b.example/", "a.example/", "_global_/", "Upper.example/", "file", ".git/");

        Assert.Equal(["a.example", "b.example"], _world.Srv.Domains());
    }

    [Theory]
    [InlineData("mx.mail.example.com", "mail.example.com")]
    [InlineData("mail.example.com", "mail.example.com")]
    [InlineData("MX.Example.com", "example.com")]
    [InlineData("mx.example.org", null)]
    [InlineData("localhost", null)]
    public void Finds_the_nearest_domain_above_a_host(string host, string? expected)
    {
        _world.Given("mail.example.com/", "example.com/");

        Assert.Equal(expected, _world.Srv.FindDomainOf(host)?.Domain);
    }

    [Fact]
    public void Reads_next_hop_and_days_of_the_domain()
    {
        _world.GivenFile("example.com/delivery", "# our server\nsmtp://192.0.2.9:25 \n").GivenFile("example.com/quarantine", "note: audit\ndays: 90\nmegabytes: 500\n")
            .Given("plain.example/").GivenFile("odd.example/quarantine", "days: soon\nmegabytes: -1\n");

        Assert.Equal("smtp://192.0.2.9:25", _world.Srv.FindDomain("example.com")!.NextHopText);
        Assert.Equal(90, _world.Srv.FindDomain("example.com")!.QuarantineDays);
        Assert.Null(_world.Srv.FindDomain("plain.example")!.NextHopText);
        Assert.Null(_world.Srv.FindDomain("plain.example")!.QuarantineDays);
        Assert.Null(_world.Srv.FindDomain("odd.example")!.QuarantineDays);
        Assert.Equal(500, _world.Srv.FindDomain("example.com")!.QuarantineMegabytes);
        Assert.Null(_world.Srv.FindDomain("odd.example")!.QuarantineMegabytes);
    }
}
