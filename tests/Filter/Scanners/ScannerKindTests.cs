using System.Net;
using MsLite.Filter.Scanners;

namespace MsLite.Filter.Tests.Scanners;

public sealed class ScannerKindTests
{
    [Theory]
    [InlineData("clamav", "unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl")]
    [InlineData("clamav", "/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl")]
    [InlineData("clamav", "127.0.0.1:3311", "127.0.0.1:3311")]
    [InlineData("clamav", "192.0.2.9", "192.0.2.9:3310")]
    [InlineData("clamav", "[2001:db8::9]:3310", "[2001:db8::9]:3310")]
    [InlineData("spamassassin", "192.0.2.9", "192.0.2.9:783")]
    [InlineData("spamassassin", "unix:/run/spamd.sock", "/run/spamd.sock")]
    [InlineData("rspamd", "http://127.0.0.1:11333", "127.0.0.1:11333")]
    [InlineData("rspamd", "HTTP://192.0.2.9/", "192.0.2.9:11333")]
    [InlineData("rspamd", "127.0.0.1:11334", "127.0.0.1:11334")]
    public void An_address_is_understood(string kind, string text, string meaning)
    {
        Assert.True(Kind(kind).TryParse(text, out var endPoint, out var fault), fault);
        Assert.Equal(meaning, endPoint.ToString());
    }

    [Fact]
    public void A_name_is_looked_up_when_it_is_connected_to()
    {
        Assert.True(ScannerKind.Clamav.TryParse("clamav:3310", out var endPoint, out _));
        Assert.Equal(new DnsEndPoint("clamav", 3310), endPoint);
    }

    [Theory]
    [InlineData("clamav", "")]
    [InlineData("clamav", "unix:")]
    [InlineData("clamav", "unix:run/clamd.ctl")]
    [InlineData("clamav", "tcp://127.0.0.1:3310")]
    [InlineData("clamav", "127.0.0.1:0")]
    [InlineData("rspamd", "https://127.0.0.1:11333")]
    [InlineData("rspamd", "http://127.0.0.1:11333/path")]
    [InlineData("rspamd", "unix:/run/rspamd.sock")]
    [InlineData("rspamd", "http://")]
    public void Anything_else_is_answered_by_sentences(string kind, string text)
    {
        Assert.False(Kind(kind).TryParse(text, out _, out var fault));
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("500 KiB", 512_000)]
    [InlineData("500k", 512_000)]
    [InlineData("25 MiB", 26_214_400)]
    [InlineData("25MB", 26_214_400)]
    public void A_size_may_have_a_unit(string text, long size)
    {
        Assert.True(ScannerParameters.TryParseSize(text, out var parsed));
        Assert.Equal(size, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("MiB")]
    [InlineData("1 parsec")]
    [InlineData("99999999999")]
    public void Anything_else_is_no_size(string text) => Assert.False(ScannerParameters.TryParseSize(text, out _));

    private static ScannerKind Kind(string check) => Assert.Single(ScannerKind.All, kind => kind.Check == check);
}
