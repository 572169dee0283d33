using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Mail;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class PathParserTests
{
    [Theory]
    [InlineData("<>", null, null)]
    [InlineData("<ann@example.org>", "ann", "example.org")]
    [InlineData("<Ann.Lee@Example.ORG>", "Ann.Lee", "Example.ORG")]
    [InlineData("<!#$%&'*+-/=?^_`{|}~@example.org>", "!#$%&'*+-/=?^_`{|}~", "example.org")]
    [InlineData("<\"ann lee\"@example.org>", "ann lee", "example.org")]
    [InlineData("<\"a\\\"b\\\\c@d>\"@example.org>", "a\"b\\c@d>", "example.org")]
    [InlineData("<\" hi there! \"@d>", " hi there! ", "d")]
    [InlineData("<\"..\"@example.org>", "..", "example.org")]
    [InlineData("<ann@[192.0.2.1]>", "ann", "[192.0.2.1]")]
    [InlineData("<ann@[IPv6:2001:db8::1]>", "ann", "[IPv6:2001:db8::1]")]
    [InlineData("<ann@[ipv6:::1]>", "ann", "[ipv6:::1]")]
    [InlineData("<@a.example,@b.example:ann@example.org>", "ann", "example.org")]
    [InlineData("<@a.example:ann@example.org>", "ann", "example.org")]
    [InlineData("<postmaster>", "postmaster", "")]
    [InlineData("<PostMaster>", "PostMaster", "")]
    [InlineData("<ann@localhost>", "ann", "localhost")]
    [InlineData("<ann@a_b.example>", "ann", "a_b.example")]
    [InlineData("<ann@1.example>", "ann", "1.example")]
    [InlineData("<jörg@bücher.example>", "jörg", "bücher.example")]
    [InlineData("<e=mc2@example.com>", "e=mc2", "example.com")]
    public void Reads_paths(string path, string? local, string? domain)
    {
        var (fault, address, consumed) = Parse(path);
        Assert.Equal((PathFault.None, local, domain), (fault, address?.LocalPart, address?.Domain));
        Assert.Equal(Encoding.UTF8.GetByteCount(path), consumed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("ann@example.org")]
    [InlineData("<ann@example.org")]
    [InlineData("< >")]
    [InlineData("< ann@example.org>")]
    [InlineData("<ann@example.org >")]
    [InlineData("<ann>")]
    [InlineData("<@>")]
    [InlineData("<@example.org>")]
    [InlineData("<ann@>")]
    [InlineData("<ann@.>")]
    [InlineData("<ann@..>")]
    [InlineData("<ann@example..org>")]
    [InlineData("<ann@.example.org>")]
    [InlineData("<ann@example.org.>")]
    [InlineData("<ann@-example.org>")]
    [InlineData("<ann@example-.org>")]
    [InlineData("<ann@exa mple.org>")]
    [InlineData("<ann@exa/mple.org>")]
    [InlineData("<.ann@example.org>")]
    [InlineData("<ann.@example.org>")]
    [InlineData("<an..n@example.org>")]
    [InlineData("<an n@example.org>")]
    [InlineData("<ann@b@example.org>")]
    [InlineData("<\"ann@example.org>")]
    [InlineData("<\"\"@example.org>")]
    [InlineData("<\"ann\"lee@example.org>")]
    [InlineData("<\"ann\t\"@example.org>")]
    [InlineData("<\"ann\\\t\"@example.org>")]
    [InlineData("<\"ann\r\n\"@example.org>")]
    [InlineData("<ann\0@example.org>")]
    [InlineData("<ann@[192.0.2]>")]
    [InlineData("<ann@[192.0.2.256]>")]
    [InlineData("<ann@[2001:db8::1]>")]
    [InlineData("<ann@[IPv6:192.0.2.1]>")]
    [InlineData("<ann@[]>")]
    [InlineData("<ann@[192.0.2.1>")]
    [InlineData("<@a.example ann@example.org>")]
    [InlineData("<@a.example,:ann@example.org>")]
    [InlineData("<ann@example.org\u0085>")]
    [InlineData("<ann\u2028@example.org>")]
    public void Refuses_what_is_no_path(string path) => Assert.Equal(PathFault.Syntax, Parse(path).Fault);

    [Fact]
    public void Refuses_half_a_UTF8_character()
    {
        var parser = new PathParser([.. "<a"u8, 0xc3, .. "@example.org>"u8]);
        Assert.Equal(PathFault.Syntax, parser.TryParse(out _));
    }

    [Theory]
    [InlineData(64, 63, nameof(PathFault.None))]
    [InlineData(65, 63, nameof(PathFault.TooLong))]
    [InlineData(64, 190, nameof(PathFault.TooLong))]
    [InlineData(1, 256, nameof(PathFault.TooLong))]
    [InlineData(64, 189, nameof(PathFault.None))]
    public void Bounds_local_part_domain_and_path(int local, int domain, string expected)
    {
        var name = string.Concat(Enumerable.Repeat(new string('d', 49) + ".", 10))[..(domain - 1)].TrimEnd('.');
        name += new string('d', domain - name.Length);
        Assert.Equal(domain, name.Length);
        Assert.Equal(expected, Parse($"<{new string('l', local)}@{name}>").Fault.ToString());
    }

    [Fact]
    public void What_was_read_is_written_as_it_was() =>
        Prop.ForAll(Addresses().ToArbitrary(), address =>
        {
            var (fault, again, _) = Parse($"<{address}>");
            return fault == PathFault.None && again == address;
        }).QuickCheckThrowOnFailure();

    private static Gen<EmailAddress> Addresses() =>
        from local in Gen.NonEmptyListOf(Gen.Elements("a", "B", ".", " ", "\"", "\\", "@", "<", ">", "ö", "+", ","))
        from domain in Gen.NonEmptyListOf(Gen.Elements("a", "x-y", "example", "ü", "9"))
        select new EmailAddress(string.Concat(local.Take(20)), string.Join('.', domain.Take(8)));

    private static (PathFault Fault, EmailAddress? Address, int Consumed) Parse(string path)
    {
        var parser = new PathParser(Encoding.UTF8.GetBytes(path));
        var fault = parser.TryParse(out var address);
        return (fault, address, parser.Consumed);
    }
}
