using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Tests.Dns;

public sealed class DnsReplyParserTests
{
    private const ushort Id = 0x1234;
    private const string Asked = "mail.example";

    [Fact]
    public void Reads_every_type()
    {
        Assert.Equal(["192.0.2.1", "192.0.2.2"], Texts(DnsType.A, reply => reply.A(Asked, "192.0.2.1").A(Asked, "192.0.2.2")));
        Assert.Equal(["2001:db8::1"], Texts(DnsType.Aaaa, reply => reply.Answer(Asked, 28, 60, [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])));
        Assert.Equal(["10 mx.example", "0 "], Texts(DnsType.Mx, reply => reply.Mx(Asked, 10, "MX.example").Mx(Asked, 0, "")));
        Assert.Equal(["v=spf1 a -all", "\u00e4"], Texts(DnsType.Txt, reply => reply.Txt(Asked, "v=spf1 a", " -all").Txt(Asked, "\u00e4")));
        Assert.Equal(["host.example"], Texts(DnsType.Ptr, reply => reply.Answer(Asked, 12, 60, WireReply.Name("Host.Example"))));
    }

    [Fact]
    public void Follows_aliases_and_takes_the_least_TTL()
    {
        var reply = Parse(DnsType.A, wire => wire.A("c.example", "192.0.2.1", 90).Cname("b.example", "c.example", 30).Cname(Asked, "b.example", 60));
        Assert.Equal("192.0.2.1", Assert.Single(reply.Answer.Addresses).ToString());
        Assert.Equal(30, reply.Ttl.TotalSeconds);
    }

    [Fact]
    public void Takes_no_records_of_other_names() => Assert.Equal(DnsStatus.NoData, Parse(DnsType.A, wire => wire.A("other.example", "192.0.2.1")).Answer.Status);

    [Fact]
    public void Says_where_an_unfinished_chain_goes_on() => Assert.Equal("b.example", Parse(DnsType.A, wire => wire.Cname(Asked, "b.example")).Alias);

    [Theory]
    [InlineData(0, DnsStatus.NoData)]
    [InlineData(3, DnsStatus.NoSuchName)]
    public void Keeps_what_is_not_there_for_as_long_as_the_SOA_says(int code, DnsStatus status)
    {
        var reply = Parse(DnsType.A, wire =>
        {
            wire.Code = code;
            return wire.Soa("example", 600, 120);
        });
        Assert.Equal((status, 120, null), (reply.Answer.Status, reply.Ttl.TotalSeconds, reply.Alias));
    }

    [Fact]
    public void An_alias_circle_ends() => Assert.Equal(DnsStatus.NoData, Parse(DnsType.A, wire => wire.Cname(Asked, "b.example").Cname("b.example", Asked).Soa("example", 1, 1)).Answer.Status);

    [Theory]
    [InlineData("\r\nBcc: x")]
    [InlineData("a b")]
    [InlineData("a\0")]
    public void Names_that_could_break_a_header_are_left_out(string label) =>
        Assert.Empty(Parse(DnsType.Ptr, wire => wire.Answer(Asked, 12, 60, [(byte)label.Length, .. Encoding.Latin1.GetBytes(label), 0])).Answer.Records);

    [Fact]
    public void Replies_to_other_questions_are_foreign()
    {
        Assert.Equal(DnsReplyKind.Foreign, DnsReplyParser.Parse(Wire(DnsType.A).Bytes, Id + 1, Asked, DnsType.A).Kind);
        Assert.Equal(DnsReplyKind.Foreign, DnsReplyParser.Parse(Wire(DnsType.A).Bytes, Id, "mail2.example", DnsType.A).Kind);
        Assert.Equal(DnsReplyKind.Foreign, DnsReplyParser.Parse(Wire(DnsType.A).Bytes, Id, Asked, DnsType.Mx).Kind);
        Assert.Equal(DnsReplyKind.Foreign, Parse(DnsType.A, wire =>
        {
            wire.Flags &= 0x7FFF;
            return wire;
        }).Kind);
    }

    [Fact]
    public void Pointers_that_go_round_or_forward_are_refused()
    {
        // Behind the question, at 30: a name that points to itself; one that points ahead.
        Assert.Equal(DnsReplyKind.Refused, Parse(DnsType.A, wire => wire.Raw(0xC0, 30, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4).Count(6, 1)).Kind);
        Assert.Equal(DnsReplyKind.Refused, Parse(DnsType.A, wire => wire.Raw(0xC0, 40, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4).Count(6, 1)).Kind);
        Assert.Equal(DnsReplyKind.Answer, Parse(DnsType.A, wire => wire.Raw(0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4).Count(6, 1)).Kind);
    }

    [Fact]
    public void A_message_that_breaks_off_or_promises_too_much_is_no_answer()
    {
        var whole = Wire(DnsType.A).A(Asked, "192.0.2.1").Bytes;
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.NotEqual(DnsReplyKind.Answer, DnsReplyParser.Parse(whole.AsSpan(0, length), Id, Asked, DnsType.A).Kind);
        }

        Assert.Equal(DnsReplyKind.Refused, Parse(DnsType.A, wire => wire.A(Asked, "192.0.2.1").Count(6, 65535)).Kind);
    }

    [Fact]
    public void A_string_longer_than_its_record_is_left_out() =>
        Assert.Empty(Parse(DnsType.Txt, wire => wire.Answer(Asked, 16, 60, [200, (byte)'a'])).Answer.Records);

    [Fact]
    public void Never_throws()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            _ = DnsReplyParser.Parse(bytes, Id, Asked, DnsType.Txt);
            _ = DnsReplyParser.Parse([.. Wire(DnsType.Txt).Count(6, 3).Count(8, 2).Bytes, .. bytes], Id, Asked, DnsType.Txt);
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Names_come_back_as_they_were_written()
    {
        var label = Gen.Select(Gen.ArrayOf(Gen.Elements("abcxyz019-_".ToCharArray())), chars => new string(chars.Take(63).Prepend('a').Take(63).ToArray()));
        Prop.ForAll(Gen.NonEmptyListOf(label).ToArbitrary(), labels =>
        {
            var name = string.Join('.', labels.Take(4));
            if (!DnsName.IsUsable(name))
            {
                return true;
            }

            var buffer = new byte[DnsQuestionWriter.MaxLength];
            var length = DnsQuestionWriter.Write(Id, name, DnsType.Ptr, edns: true, buffer);
            var reply = new WireReply(buffer.AsSpan(0, length)).Answer(name, 12, 60, WireReply.Name(name)).Bytes;
            return DnsReplyParser.Parse(reply, Id, name, DnsType.Ptr).Answer.Names.Single() == name;
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Texts(DnsType type, Func<WireReply, WireReply> build) => Parse(type, build).Answer.Records.Select(record => record.ToString()!);

    private static DnsReply Parse(DnsType type, Func<WireReply, WireReply> build) => DnsReplyParser.Parse(build(Wire(type)).Bytes, Id, Asked, type);

    private static WireReply Wire(DnsType type)
    {
        var buffer = new byte[DnsQuestionWriter.MaxLength];
        return new WireReply(buffer.AsSpan(0, DnsQuestionWriter.Write(Id, Asked, type, edns: true, buffer)));
    }
}
