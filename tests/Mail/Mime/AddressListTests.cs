using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("ann@example.net", "|ann@example.net")]
    [InlineData("Ann <ann@example.net>", "Ann|ann@example.net")]
    [InlineData("\"Chaplin, Charlie\" <c@example.net>, b@example.net", "Chaplin, Charlie|c@example.net", "|b@example.net")]
    [InlineData("c@example.net (Charlie (the) Chaplin)", "Charlie (the) Chaplin|c@example.net")]
    [InlineData("<@relay.example,@b.example:c@example.net>", "|c@example.net")]
    [InlineData("Friends: a@example.net, B <b@example.net>;, c@example.net", "|a@example.net", "B|b@example.net", "|c@example.net")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("so . many @ spaces . example", "|so.many@spaces.example")]
    [InlineData("=?utf-8?q?a=40b=2C?= <b@example.net>", "a@b,|b@example.net")]
    [InlineData("=?utf-8?q?a,b?= <b@example.net>", "a,b|b@example.net")]
    [InlineData("foo@@example.net", "|foo@@example.net")]
    [InlineData("-ann@example.net", "|-ann@example.net")]
    [InlineData("Ann <|ann@example.net>", "Ann|!|ann@example.net")]
    [InlineData("root", "|root")]
    [InlineData("Bob Smith", "Bob Smith|")]
    [InlineData("Bob <>", "Bob|")]
    [InlineData("\"a b\"@example.net", "|\"a b\"@example.net")]
    [InlineData("x@[192.0.2.1]", "|x@[192.0.2.1]")]
    [InlineData("Ann ann@example.net", "Ann|ann@example.net")]
    [InlineData("")]
    [InlineData(",,;, ;")]
    public void Reads_names_and_addresses(string text, params string[] expected)
    {
        var list = AddressListParser.Parse(text);

        Assert.Equal(expected.Select(one => one.Replace("!|", "!", StringComparison.Ordinal).Replace('!', '|')), list.Mailboxes.Select(one => $"{one.DisplayName}|{one.Address}"));
    }

    [Theory]
    [InlineData("a@example.net <b@example.net>")]
    [InlineData("<a@example.net> <b@example.net>")]
    [InlineData("a@example.net b@example.net")]
    [InlineData("<a@example.net> tail")]
    [InlineData("\"never closed <a@example.net>")]
    [InlineData("(never closed a@example.net")]
    [InlineData("<a@example.net")]
    public void Says_when_readers_may_disagree(string text) => Assert.True(AddressListParser.Parse(text).IsAmbiguous);

    [Theory]
    [InlineData("a ")]
    [InlineData("a@b ")]
    [InlineData("a:")]
    [InlineData("\"\"")]
    [InlineData("<")]
    [InlineData("<>")]
    [InlineData("()")]
    [InlineData("a@[")]
    [InlineData("=?a?q?x")]
    [InlineData("@,")]
    [InlineData(" . ")]
    public void Reads_endless_fields_in_linear_time(string piece) =>
        Assert.NotNull(AddressListParser.Parse(string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length))));

    [Fact]
    public void Joins_the_mailboxes_of_several_fields_and_calls_them_ambiguous()
    {
        var message = MimeMessage.Parse("From: a@example.net\r\nFrom: b@example.net\r\n\r\n"u8.ToArray());

        var list = AddressListParser.Parse(message.Headers, "From");

        Assert.Equal(["a@example.net", "b@example.net"], list.Mailboxes.Select(one => one.Address));
        Assert.True(list.IsAmbiguous);
    }

    [Fact]
    public void Survives_deep_comments_and_endless_lists()
    {
        Assert.True(AddressListParser.Parse(new string('(', 1_000_000)).IsAmbiguous);
        Assert.Equal(100, AddressListParser.Parse(string.Concat(Enumerable.Repeat("<a@b>", 20_000))).Mailboxes.Count);
        Assert.Equal(100, AddressListParser.Parse(string.Concat(Enumerable.Repeat("a@b ", 20_000))).Mailboxes.Count);
        Assert.Equal(10_000, AddressListParser.Parse(string.Concat(Enumerable.Repeat("a,", 20_000))).Mailboxes.Count);
    }
}
