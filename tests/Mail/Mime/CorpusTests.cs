using MsLite.Harness;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

/// <summary>The project's own messages, each with one peculiarity, and what is to be found in them.</summary>
public sealed class CorpusTests
{
    private static MimeMessage Parse(string name) => MimeMessage.Parse(File.ReadAllBytes(RepositoryRoot.Join("tests", "Corpus", "messages", name)));

    [Theory]
    [InlineData("plain.eml", "hello", "ann@example.net", "text/plain")]
    [InlineData("plain-lf.eml", "hello", "ann@example.net", "text/plain")]
    [InlineData("encoded-subject.eml", "Grüße aus Köln日本", "joerg@example.net", "text/plain")]
    [InlineData("eight-bit-header.eml", "grüße", "joerg@example.net", "text/plain")]
    [InlineData("alternative.eml", "alternative", "ann@example.net", "multipart/alternative text/plain text/html")]
    [InlineData("nested.eml", "nested", "ann@example.net", "multipart/mixed multipart/related text/html image/gif message/rfc822 text/plain application/pdf text/plain")]
    [InlineData("digest.eml", "digest", "ann@example.net", "multipart/digest message/rfc822 text/plain message/rfc822 text/plain")]
    [InlineData("bounce.eml", "Undelivered", "MAILER-DAEMON@example.net", "multipart/report text/plain message/delivery-status text/rfc822-headers")]
    [InlineData("mbox-from.eml", "archived", "ann@example.net", "text/plain")]
    [InlineData("missing-empty-line.eml", "no separation", "ann@example.net", "text/plain")]
    [InlineData("line-without-colon.eml", "behind junk", "ann@example.net", "text/plain")]
    [InlineData("no-header.eml", null, null, "text/plain")]
    [InlineData("nul.eml", "nul\ufffdinside", "ann@example.net", "text/plain")]
    [InlineData("two-content-types.eml", "ambiguous", "ann@example.net", "multipart/mixed text/plain")]
    [InlineData("unterminated.eml", "cut off", "ann@example.net", "multipart/mixed text/plain multipart/mixed text/plain")]
    [InlineData("obsolete.eml", null, "pete@silly.test", "text/plain")]
    public void Reads_the_message(string name, string? subject, string? from, string types)
    {
        var message = Parse(name);

        Assert.Equal(subject, message.Subject);
        Assert.Equal(from, AddressListParser.Parse(message.Headers, "From").Mailboxes is [var first, ..] ? first.Address : null);
        Assert.Equal(types, string.Join(' ', message.Root.All().Select(part => part.ContentType.MediaType)));
    }

    [Theory]
    [InlineData("empty-body.eml", true)]
    [InlineData("white-body.eml", true)]
    [InlineData("plain.eml", false)]
    [InlineData("missing-empty-line.eml", false)]
    [InlineData("no-header.eml", false)]
    [InlineData("uuencoded.eml", false)]
    public void Knows_an_empty_body(string name, bool isEmpty) => Assert.Equal(isEmpty, Parse(name).IsEmptyBody());

    [Fact]
    public void Reads_text_and_names_of_parts()
    {
        var alternative = Parse("alternative.eml").Root;
        var nested = Parse("nested.eml").Root;

        Assert.Equal("Grüße, a long line that is continued  ", alternative.Children[0].ReadText(1000));
        Assert.Equal("<p>Grüße</p>", alternative.Children[1].ReadText(1000));
        Assert.Equal("Rechnung für Bob.pdf", nested.Children[2].FileName);
        Assert.Equal("Rechnung für Bob.pdf", nested.Children[2].ContentType.Name);
        Assert.Equal("%PDF-1.4\n", nested.Children[2].ReadText(1000));
        Assert.Equal("hello world", Parse("uuencoded.eml").Root.ReadText(1000)[..11]);
        Assert.Equal([false, false, true, true], nested.Children.Select(part => part.IsAttachment));
    }

    [Fact]
    public void Reads_obsolete_addresses_and_dates()
    {
        var headers = Parse("obsolete.eml").Headers;

        var to = AddressListParser.Parse(headers, "To").Mailboxes;

        Assert.Equal(["c@public.example", "joe@example.org", "jdoe@one.test"], to.Select(one => one.Address));
        Assert.All(to, one => Assert.Equal("A Group", one.Group));
        Assert.True(DateParser.TryParse(headers.Find("Date")!.Value, out var date));
        Assert.Equal(new DateTimeOffset(1969, 2, 13, 23, 32, 0, new TimeSpan(-3, -30, 0)), date);
    }
}
