using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Delivery;

namespace MsLite.Filter.Tests.Delivery;

public sealed class NextHopTests
{
    [Theory]
    [InlineData("smtp://mail.example.com", NextHopKind.Smtp, "mail.example.com", 25)]
    [InlineData("SMTP://Mail.Example.com:2525/", NextHopKind.Smtp, "mail.example.com", 2525)]
    [InlineData(" smtp://b\u00fcro.example ", NextHopKind.Smtp, "xn--bro-hoa.example", 25)]
    [InlineData("smtps://mail_1", NextHopKind.Smtps, "mail_1", 465)]
    [InlineData("lmtp://localhost", NextHopKind.Lmtp, "localhost", 24)]
    public void Understands_a_host_by_name(string text, NextHopKind kind, string host, int port)
    {
        var hop = Parse(text);
        Assert.Equal(kind, hop.Kind);
        Assert.Equal([new DnsEndPoint(host, port)], hop.EndPoints);
    }

    [Theory]
    [InlineData("smtp://192.0.2.1", "192.0.2.1", 25)]
    [InlineData("smtp://192.0.2.1:1", "192.0.2.1", 1)]
    [InlineData("smtp://[2001:db8::1]:2525", "2001:db8::1", 2525)]
    [InlineData("smtp://[::1]", "::1", 25)]
    public void Understands_an_address(string text, string address, int port)
    {
        Assert.Equal([new IPEndPoint(IPAddress.Parse(address), port)], Parse(text).EndPoints);
    }

    [Fact]
    public void All_hosts_of_a_list_can_be_tried_while_the_client_waits()
    {
        var options = DeliveryCatalogue.OptionsFor(Parse("smtp://a,b,c,d,e,f,g,h"), DeliveryWorld.Hostname);

        Assert.InRange(options.EndPoints.Count * options.Limits.Opening, TimeSpan.Zero, options.Limits.HandOver / 2);
    }

    [Fact]
    public void Understands_a_list_of_hosts()
    {
        Assert.Equal(
            [new DnsEndPoint("a.example", 25), new DnsEndPoint("b.example", 2525), new IPEndPoint(IPAddress.IPv6Loopback, 25)],
            Parse("smtp://a.example, b.example:2525,[::1]").EndPoints);
    }

    [Theory]
    [InlineData("smtp://a", false, false)]
    [InlineData("smtp://a?tls=offered&verify=no", false, false)]
    [InlineData("smtp://a,b?tls=require", true, false)]
    [InlineData("lmtp://a/?verify=yes", true, true)]
    [InlineData("smtps://a", true, false)]
    [InlineData("smtps://a?verify=yes", true, true)]
    public void Understands_what_a_server_must_show(string text, bool isTlsRequired, bool isVerified)
    {
        var security = Parse(text).Security;
        Assert.Equal((isTlsRequired, isVerified, null), (security.RequireTls, security.VerifyCertificate, security.User));
    }

    [Fact]
    public void Reads_the_password_from_the_first_line_of_its_file()
    {
        using var tree = new MsLite.Harness.TempTree();
        var file = tree.Touch("password", "s3cret \r\nmore\n");

        var security = Parse($"smtp://a:587?user=ann%26co@example.com&password-file={file}").Security;

        Assert.Equal(("ann&co@example.com", "s3cret ", true), (security.User, security.ReadPassword(), security.RequireTls));
        tree.Touch("password");
        Assert.Throws<IOException>(security.ReadPassword);
        tree.Touch("password", new string('x', 600));
        Assert.Throws<IOException>(security.ReadPassword);
        tree.Delete("password");
        Assert.ThrowsAny<IOException>(security.ReadPassword);
    }

    [Fact]
    public void Understands_a_socket_and_a_Maildir()
    {
        Assert.Equal(new UnixDomainSocketEndPoint("/run/lmtp").ToString(), Assert.Single(Parse("lmtp:/run/lmtp").EndPoints).ToString());
        Assert.Equal("/var/mail", Parse("maildir:/var/mail").Path);
        Assert.Equal("/usr/sbin/rsmtp", Parse("bsmtp:/usr/sbin/rsmtp").Path);
        Assert.Equal(Path.GetFullPath("data/mail"), Parse("maildir:data/mail").Path);
    }

    [Theory]
    [InlineData("", "maildir:/path")]
    [InlineData("mail.example.com", "smtp://host:port")]
    [InlineData("http://mail.example.com", "smtp://host:port")]
    [InlineData("smtp:mail.example.com", "two slashes")]
    [InlineData("smtp://", "host name")]
    [InlineData("smtp://:25", "host name")]
    [InlineData("smtp://a:0", "port")]
    [InlineData("smtp://a:65536", "port")]
    [InlineData("smtp://a:x", "port")]
    [InlineData("smtp://a:+1", "port")]
    [InlineData("smtp://a:25/b", "port")]
    [InlineData("smtp://2001:db8::1", "brackets")]
    [InlineData("smtp://[2001:db8::1", "brackets")]
    [InlineData("smtp://[192.0.2.1]", "host name")]
    [InlineData("smtp://127.1", "host name")]
    [InlineData("smtp://user@host", "host name")]
    [InlineData("smtp://a..b", "host name")]
    [InlineData("smtp://a b", "host name")]
    [InlineData("smtp://a,,b", "host name")]
    [InlineData("smtp://a,b,c,d,e,f,g,h,i", "more than 8 hosts")]
    [InlineData("smtp://a?tls=maybe", "tls=require")]
    [InlineData("smtp://a?password=x", "password-file=/PATH")]
    [InlineData("smtp://a?user=x", "together")]
    [InlineData("smtp://a?password-file=/x", "together")]
    [InlineData("smtp://a?user=x&password-file=x", "password-file=/PATH")]
    [InlineData("lmtp:socket", "absolute path")]
    [InlineData("maildir:", "directory")]
    [InlineData("maildir:/a\0b", "directory")]
    [InlineData("bsmtp:rsmtp", "absolute path")]
    [InlineData("bsmtp:/usr/sbin/exim4 -bS", "without arguments")]
    public void Says_what_is_wrong(string text, string part)
    {
        Assert.False(NextHop.TryParse(text, out var hop, out var error));
        Assert.Null(hop);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_throws()
    {
        string[] schemes = ["smtp://", "smtp://a?", "smtp://a?user=", "smtp:", "lmtp:", "lmtp://", "maildir:", "smtps://[", ""];
        Prop.ForAll<NonNull<string>>(text => schemes.All(scheme =>
            NextHop.TryParse(scheme + text.Get, out var hop, out var error) == (hop is not null) && (hop is null) == (error.Length > 0)))
            .QuickCheckThrowOnFailure();
    }

    private static NextHop Parse(string text)
    {
        Assert.True(NextHop.TryParse(text, out var hop, out var error), error);
        return hop!;
    }
}
