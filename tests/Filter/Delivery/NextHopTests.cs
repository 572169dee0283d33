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
        Assert.Equal(new DnsEndPoint(host, port), hop.EndPoint);
    }

    [Theory]
    [InlineData("smtp://192.0.2.1", "192.0.2.1", 25)]
    [InlineData("smtp://192.0.2.1:1", "192.0.2.1", 1)]
    [InlineData("smtp://[2001:db8::1]:2525", "2001:db8::1", 2525)]
    [InlineData("smtp://[::1]", "::1", 25)]
    public void Understands_an_address(string text, string address, int port)
    {
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port), Parse(text).EndPoint);
    }

    [Fact]
    public void Understands_a_socket_and_a_Maildir()
    {
        Assert.Equal(new UnixDomainSocketEndPoint("/run/lmtp").ToString(), Parse("lmtp:/run/lmtp").EndPoint!.ToString());
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
        string[] schemes = ["smtp://", "smtp:", "lmtp:", "lmtp://", "maildir:", "smtps://[", ""];
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
