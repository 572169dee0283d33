using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class ProxyHeaderParserTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    [Theory]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n", "203.0.113.9:40000 192.0.2.1:25")]
    [InlineData("PROXY TCP6 2001:db8::9 2001:db8::1 40000 25\r\n", "[2001:db8::9]:40000 [2001:db8::1]:25")]
    [InlineData("PROXY TCP6 ::ffff:203.0.113.9 ::ffff:192.0.2.1 40000 25\r\n", "203.0.113.9:40000 192.0.2.1:25")]
    [InlineData("PROXY UNKNOWN\r\n", " ")]
    [InlineData("PROXY UNKNOWN ffff:: ffff:: 65535 65535\r\n", " ")]
    [InlineData(Signature + "\x21\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x9c\x40\0\x19", "203.0.113.9:40000 192.0.2.1:25")]
    [InlineData(Signature + "\x21\x11\0\x13\xcb\0\x71\x09\xc0\0\x02\x01\x9c\x40\0\x19\x04\0\x04QUIT", "203.0.113.9:40000 192.0.2.1:25")]
    [InlineData(Signature + "\x20\0\0\0", " ")]
    [InlineData(Signature + "\x20\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x9c\x40\0\x19", " ")]
    [InlineData(Signature + "\x21\x31\0\x02xx", " ")]
    public void Reads_versions_1_and_2(string header, string expected)
    {
        var status = Parse(header + "EHLO x\r\n", out var proxy, out var length);
        Assert.Equal((ProxyStatus.Parsed, header.Length, expected), (status, length, $"{proxy.Source} {proxy.Destination}"));
        for (var i = 1; i < header.Length; i++)
        {
            Assert.Equal(ProxyStatus.NeedMore, Parse(header[..i], out _, out _));
        }
    }

    [Theory]
    [InlineData("PROXY \r\n")]
    [InlineData("PROXY TCP4\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 40000\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25 1\r\n")]
    [InlineData("PROXY TCP4 2001:db8::9 2001:db8::1 40000 25\r\n")]
    [InlineData("PROXY TCP6 203.0.113.9 192.0.2.1 40000 25\r\n")]
    [InlineData("PROXY TCP4 203.0.113 192.0.2.1 40000 25\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 70000 25\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 -1 25\r\n")]
    [InlineData("PROXY TCP4  203.0.113.9 192.0.2.1 1 25\r\n")]
    [InlineData("PROXY TCP5 203.0.113.9 192.0.2.1 1 25\r\n")]
    [InlineData("PROXY unknown\r\n")]
    [InlineData(Signature + "\x11\x11\0\0")]
    [InlineData(Signature + "\x22\x11\0\0")]
    [InlineData(Signature + "\x21\x11\0\x04xxxx")]
    [InlineData(Signature + "\x21\x21\0\x0cxxxxxxxxxxxx")]
    [InlineData(Signature + "\x21\x11\xff\xff")]
    public void Refuses_what_breaks_the_specification(string header) => Assert.Equal(ProxyStatus.Malformed, Parse(header, out _, out _));

    [Fact]
    public void A_line_without_end_is_refused_at_107_bytes() =>
        Assert.Equal(ProxyStatus.Malformed, Parse("PROXY UNKNOWN" + new string(' ', 94), out _, out _));

    [Theory]
    [InlineData("EHLO mail.example.org\r\n")]
    [InlineData("proxy TCP4 203.0.113.9 192.0.2.1 1 2\r\n")]
    [InlineData("\r\n\r\nEHLO")]
    [InlineData("PROXIES\r\n")]
    public void Leaves_everything_else_alone(string bytes) => Assert.Equal(ProxyStatus.NotProxy, Parse(bytes, out _, out _));

    [Fact]
    public void No_bytes_make_it_fail() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            foreach (var start in new[] { "", "PROXY ", "PROXY TCP4 ", Signature, Signature + "\x21\x11\0" })
            {
                byte[] input = [.. Encoding.Latin1.GetBytes(start), .. bytes];
                var status = ProxyHeaderParser.TryParse(Pieces.Sequence(input, 3), out _, out var length);
                Assert.True(status != ProxyStatus.Parsed || (length > 0 && length <= input.Length));
            }
        }).QuickCheckThrowOnFailure();

    private static ProxyStatus Parse(string bytes, out ProxyHeader header, out int length) =>
        ProxyHeaderParser.TryParse(Pieces.Sequence(Encoding.Latin1.GetBytes(bytes), 1, 7), out header, out length);
}
