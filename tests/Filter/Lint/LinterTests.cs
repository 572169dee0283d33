using MsLite.Filter.Checks;
using MsLite.Filter.Lint;
using MsLite.Filter.Tests.Blocklists;

namespace MsLite.Filter.Tests.Lint;

public sealed class LinterTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_sound_tree_has_no_faults()
    {
        _world.Given(
            "example.com/users/valid/*", "example.com/users/valid/bob/192.0.2.7", "example.com/users/valid/bob/2001:db8::_32", "example.com/users/invalid/left",
            "example.com/checks/all", "example.com/checks/helo",
            "example.com/whitelisted/ips/192.0.2.0_24", "example.com/whitelisted/senders/ann@example.net", "example.com/whitelisted/domains/example.net",
            "example.com/whitelisted/recipients/bob", "example.com/whitelisted/recipients/bob@example.com",
            "_global_/blacklisted/ips/2001:db8::7", "_global_/blacklisted/hosts/unknown", "_global_/blacklisted/senders/ann@example.net",
            "_global_/blacklisted/domains/xn--bcher-kva.example", "_global_/blacklisted/tld/ph", "_global_/blacklisted/tld/.cn", ".git/config");
        _world.GivenFile("example.com/checks/date", "mode: shadow\nuntil: 2026-12-31\n").GivenFile("example.com/zones", "zen.example.org\n")
            .GivenFile("example.com/quarantine", "days: 400\nmegabytes: 500\n").GivenFile("_global_/quarantine", "megabytes: 9000\n").GivenFile("example.com/users/invalid/gone", "reply: gone");

        Assert.Equal((0, $"No faults below {_world.Srv.Root}.\n"), await RunAsync());
    }

    [Fact]
    public async Task A_tree_without_domains_has_no_faults() => Assert.Equal(0, (await RunAsync()).ExitCode);

    [Theory]
    [InlineData("Example.com/", "Rename it to example.com")]
    [InlineData("example.com./", "Rename it to example.com")]
    [InlineData("bücher.example/", "Rename it to xn--bcher-kva.example")]
    [InlineData(".example.com/", "never looked up")]
    [InlineData("ann@example.com/", "for domains")]
    [InlineData("example.com", "a domain is a directory")]
    [InlineData("_global_/checks/all", "whitelisted, blacklisted and quarantine")]
    [InlineData("example.com/check/all", "means nothing")]
    [InlineData("example.com/users/valid/Bob", "Rename it to bob")]
    [InlineData("example.com/users/valid/.bob", "never looked up")]
    [InlineData("example.com/users/valid/a\\b", "never looked up")]
    [InlineData("example.com/users/invalid/*", "never looked up")]
    [InlineData("example.com/users/vaild/bob", "valid and invalid")]
    [InlineData("example.com/users/valid", "must be a directory")]
    [InlineData("example.com/users/valid/bob/10.0.0.0_33", "neither an address nor a prefix")]
    [InlineData("example.com/checks/HELO", "Rename it to helo")]
    [InlineData("example.com/checks/hello", "no check of this name")]
    [InlineData("example.com/checks", "must be a directory")]
    [InlineData("example.com/whitelisted/hosts/mail.example.net", "is no whitelist")]
    [InlineData("example.com/blacklisted/recipients/bob", "Use users/invalid")]
    [InlineData("example.com/blacklisted/ip/192.0.2.7", "is no blacklist")]
    [InlineData("example.com/blacklisted/ips/192.0.2.7_24", "Rename it to 192.0.2.0_24")]
    [InlineData("example.com/blacklisted/ips/2001:DB8::7", "Rename it to 2001:db8::7")]
    [InlineData("example.com/blacklisted/ips/2001:db8:0:0::7", "Rename it to 2001:db8::7")]
    [InlineData("example.com/blacklisted/ips/2001:db8::7_32", "Rename it to 2001:db8::_32")]
    [InlineData("example.com/blacklisted/ips/::ffff:192.0.2.7", "Rename it to 192.0.2.7")]
    [InlineData("example.com/blacklisted/ips/192.0.2", "Rename it to 192.0.0.2")]
    [InlineData("example.com/blacklisted/ips/mail.example.net", "neither an address nor a prefix")]
    [InlineData("example.com/blacklisted/senders/example.net", "a whole address")]
    [InlineData("example.com/blacklisted/senders/@example.net", "a whole address")]
    [InlineData("example.com/blacklisted/senders/Ann@example.net", "Rename it to ann@example.net")]
    [InlineData("example.com/blacklisted/senders/ann@bücher.example", "Rename it to ann@xn--bcher-kva.example")]
    [InlineData("example.com/blacklisted/domains/.example.net", "not for those below it")]
    [InlineData("example.com/blacklisted/domains/*.example.net", "not for those below it")]
    [InlineData("example.com/blacklisted/domains/ann@example.net", "for domains")]
    [InlineData("example.com/blacklisted/hosts/Mail.example.net", "Rename it to mail.example.net")]
    [InlineData("example.com/blacklisted/tld/example.ph", "last label")]
    [InlineData("example.com/blacklisted/tld/PH", "Rename it to ph")]
    [InlineData("example.com/whitelisted/recipients/bob@example.org", "another domain than example.com")]
    [InlineData("example.com/zones", "names no DNS blocklist")]
    [InlineData("example.com/zones/", "must be a file")]
    [InlineData("example.com/delivery", "names no next hop")]
    [InlineData("example.com/quarantine", "sets no number of days")]
    public async Task Says_what_can_never_match_and_what_to_write(string path, string sentence)
    {
        _world.Given(path);

        await AssertFaultAsync(path.TrimEnd('/'), sentence);
    }

    [Theory]
    [InlineData("example.com/checks/helo", "mode: test", "does not exist")]
    [InlineData("example.com/users/valid/bob", "mode: shadow", "only checks have one")]
    [InlineData("example.com/whitelisted/ips/192.0.2.7", "until: tomorrow", "is no date")]
    [InlineData("example.com/whitelisted/ips/192.0.2.7", "until: 2026-06-14", "has expired")]
    [InlineData("example.com/zones", "zen", "Line 1")]
    [InlineData("example.com/quarantine", "days: 0", "sets no number of days")]
    [InlineData("example.com/quarantine", "megabytes: 5 GB", "limits nothing")]
    [InlineData("_global_/quarantine", "days: 30\nmegabytes: 0", "limits nothing")]
    public async Task Looks_at_what_stands_in_a_file(string path, string body, string sentence)
    {
        _world.GivenFile(path, body);

        await AssertFaultAsync(path, sentence);
    }

    [Fact]
    public async Task Finds_who_is_both_valid_and_invalid()
    {
        _world.Given("example.com/users/valid/bob", "example.com/users/invalid/bob");

        await AssertFaultAsync("example.com/users/valid/bob", "users/invalid/bob wins");
    }

    [Fact]
    public async Task Finds_links_that_are_not_followed()
    {
        _world.Given("example.com/users/valid/");
        _world.Tree.Link("srv/example.com/users/valid/bob", "/etc/passwd");

        await AssertFaultAsync("example.com/users/valid/bob", "leads nowhere or out of the tree");
    }

    [Fact]
    public async Task Says_so_when_there_is_no_tree()
    {
        _world.Tree.Delete("srv");

        await AssertFaultAsync(".", "set MsLite:SrvRoot");
    }

    [Fact]
    public void Advises_to_accept_mail_for_postmaster_without_calling_it_a_fault()
    {
        _world.Given("example.com/users/valid/bob");

        var finding = Assert.Single(NewLinter().Find());
        Assert.Equal(("example.com/users/valid/postmaster", true), (finding.Path, finding.IsAdvice));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", here and in another domain", "example.net")]
    [InlineData(", here and in 2 other domains", "example.net", "example.org")]
    public void Says_once_what_checks_all_did_not_mean_with_ms_lite(string others, params string[] more)
    {
        _world.Given([.. more.Prepend("example.com").SelectMany(domain => new[] { $"{domain}/users/valid/*", $"{domain}/checks/all", $"{domain}/checks/helo" })]);

        var finding = Assert.Single(NewLinter(new Rdns4Check(), new EmptyBodyCheck()).Find());

        Assert.Equal(("example.com/checks/all", true), (finding.Path, finding.IsAdvice));
        Assert.StartsWith($"also switches on rdns4, empty_body, which with ms-lite it did not{others}. ", finding.Sentence, StringComparison.Ordinal);
        Assert.Empty(NewLinter(new Rdns4Check(), new EmptyBodyCheck()).Find("example.com"));
    }

    [Theory]
    [InlineData("all", "mode: shadow\n")]
    [InlineData("rdns", "")]
    [InlineData("empty_body", "mode: shadow\n")]
    public void Says_nothing_of_it_to_those_who_know(string check, string body)
    {
        _world.Given("example.com/users/valid/*", "example.com/checks/all").GivenFile($"example.com/checks/{check}", body);

        Assert.Empty(NewLinter(new Rdns4Check(), new EmptyBodyCheck()).Find());
    }

    private async Task AssertFaultAsync(string path, string sentence)
    {
        var (exitCode, text) = await RunAsync();

        Assert.Equal(1, exitCode);
        var line = Assert.Single(text.TrimEnd('\n').Split('\n')[..^1], line => !line.Contains("(advice)", StringComparison.Ordinal));

        // What is wrong may be the name of a directory on the way.
        Assert.StartsWith(line[..line.IndexOf(": ", StringComparison.Ordinal)], path, StringComparison.Ordinal);
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.Equal($"1 fault below {_world.Srv.Root}.", text.TrimEnd('\n').Split('\n')[^1]);
    }

    private async Task<(int ExitCode, string Text)> RunAsync()
    {
        await using var output = new StringWriter { NewLine = "\n" };
        return (await NewLinter().RunAsync(output), output.ToString());
    }

    [Fact]
    public async Task The_switch_of_dnsbl_is_the_file_zones()
    {
        _world.Given("example.com/checks/dnsbl").GivenFile("example.com/zones", "zen.example.org\n");
        using var lists = new BlocklistWorld();
        await using var output = new StringWriter { NewLine = "\n" };

        await new Linter(_world.Srv, new CheckCatalogue([lists.Check]), new CurrentOptions(_world.Options), _world.Clock).RunAsync(output);

        Assert.Contains("example.com/checks/dnsbl: switches nothing: DNS blocklists are asked where the domain has the file zones.", output.ToString(), StringComparison.Ordinal);
    }

    private Linter NewLinter(params ICheck[] more) =>
        new(_world.Srv, new CheckCatalogue([new HeloCheck(), new DateCheck(), .. more]), new CurrentOptions(_world.Options), _world.Clock);
}
