using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class MimePartTests
{
    private const string Nested = """
        Content-Type: multipart/mixed; boundary="outer"

        preamble
        --outer
        Content-Type: multipart/alternative; boundary=inner

        --inner

        plain
        --inner
        Content-Type: text/html

        <p>html
        --inner--
        --outer
        Content-Type: message/rfc822

        Subject: inside

        the inside
        --outer
        Content-Type: application/pdf; name="a.pdf"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment

        aGVsbG8=
        --outer--
        epilogue
        """;

    private static string Outline(MimePart part) =>
        part.Children.Count == 0 ? part.ContentType.MediaType : $"{part.ContentType.MediaType}({string.Join(' ', part.Children.Select(Outline))})";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Builds_the_tree_with_places_and_content(string lineEnd)
    {
        var text = Nested.ReplaceLineEndings(lineEnd);

        var root = MimeMessage.Parse(Encoding.ASCII.GetBytes(text)).Root;

        Assert.Equal("multipart/mixed(multipart/alternative(text/plain text/html) message/rfc822(text/plain) application/pdf)", Outline(root));
        var leaves = root.All().Where(part => part.Children.Count == 0).ToList();
        Assert.Equal(["plain", "<p>html", "the inside", "hello"], leaves.Select(part => part.ReadText(100)));
        Assert.Equal("aGVsbG8=", text.Substring((int)leaves[3].BodyOffset, (int)leaves[3].BodyLength));
        Assert.Equal("a.pdf", leaves[3].FileName);
        Assert.True(leaves[3].IsAttachment);
        Assert.Equal("inside", leaves[2].Headers.Find("Subject")!.Value);
    }

    [Fact]
    public void Reads_the_same_from_a_stream_as_from_memory()
    {
        var bytes = Encoding.ASCII.GetBytes(Nested.ReplaceLineEndings("\r\n"));

        var fromMemory = MimeMessage.Parse(bytes).Root;
        var fromStream = MimeMessage.Parse(new MemoryStream(bytes)).Root;

        Assert.Equal(
            fromMemory.All().Select(part => (part.Offset, part.BodyOffset, part.BodyLength)),
            fromStream.All().Select(part => (part.Offset, part.BodyOffset, part.BodyLength)));
    }

    [Fact]
    public void Finds_boundaries_anywhere_in_a_message_larger_than_its_window()
    {
        // Every distance of the boundary from the window's end.
        for (var fill = 65_536 - 40; fill < 65_536 + 10; fill++)
        {
            var text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + new string('x', fill) + "\n--b\n\nsecond\n--b--\n";

            var root = MimeMessage.Parse(new MemoryStream(Encoding.ASCII.GetBytes(text))).Root;

            Assert.Equal([fill, "second".Length], root.Children.Select(part => part.BodyLength));
        }
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\ntext", MimeDefects.MissingBoundary)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\ntext", MimeDefects.BoundaryNotFound)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext", MimeDefects.UnterminatedMultipart)]
    [InlineData("Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\ntext\n--b--", MimeDefects.RepeatedParameter)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain\n\n--b\n\ntext\n--b--", MimeDefects.RepeatedContentType)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b--\n\ntext\n--b--", MimeDefects.AmbiguousBoundary)]
    [InlineData("Content-Type: image\n\ntext", MimeDefects.MalformedContentType)]
    [InlineData("Content-Transfer-Encoding: rot13\n\ntext", MimeDefects.UnknownTransferEncoding)]
    [InlineData("Content-Transfer-Encoding: 7bit, base64\n\ntext", MimeDefects.UnknownTransferEncoding)]
    [InlineData("Content-Transfer-Encoding: (base64)\n\ntext", MimeDefects.UnknownTransferEncoding)]
    [InlineData("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\ntext", MimeDefects.RepeatedField)]
    [InlineData("From: a@example.net\nFrom: b@example.net\n\ntext", MimeDefects.RepeatedField)]
    [InlineData("Subject: a\0b\n\ntext", MimeDefects.NulInHeader)]
    [InlineData("Subject: \u00fc\n\ntext", MimeDefects.EightBitInHeader)]
    [InlineData("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\ntext", MimeDefects.EncodedMultipart)]
    public void Names_what_is_malformed(string text, MimeDefects defect)
    {
        var message = MimeMessage.Parse(Encoding.Latin1.GetBytes(text));

        Assert.NotNull(message.Root);
        Assert.True(message.DefectFlags.HasFlag(defect), message.DefectFlags.ToString());
        Assert.NotEmpty(message.Defects);
    }

    [Fact]
    public void Ends_an_inner_part_at_the_boundary_of_an_outer_one()
    {
        const string Text = "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner\n--o\n\nouter\n--o--\n";

        var root = MimeMessage.Parse(Encoding.ASCII.GetBytes(Text)).Root;

        Assert.Equal("multipart/mixed(multipart/mixed(text/plain) text/plain)", Outline(root));
        Assert.Equal("inner", root.Children[0].Children[0].ReadText(100));
    }

    [Fact]
    public void Goes_no_deeper_than_the_limit()
    {
        var text = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5000));

        var message = MimeMessage.Parse(Encoding.ASCII.GetBytes(text));

        Assert.Equal(21, message.Root.All().Count());
        Assert.True(message.DefectFlags.HasFlag(MimeDefects.TooDeep));
    }

    [Fact]
    public void Looks_at_no_more_parts_than_the_limit()
    {
        var text = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 5000)) + "--b--\n";

        var message = MimeMessage.Parse(Encoding.ASCII.GetBytes(text));

        Assert.Equal(1000, message.Root.All().Count());
        Assert.True(message.DefectFlags.HasFlag(MimeDefects.TooManyParts));
    }

    [Fact]
    public void Keeps_no_more_part_headers_than_the_limit()
    {
        var part = "--b\nX: " + new string('x', 9000) + "\n\nbody\n";
        var text = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat(part, 900)) + "--b--\n";

        var message = MimeMessage.Parse(Encoding.ASCII.GetBytes(text));

        Assert.True(message.Root.All().Sum(one => one.BodyOffset - one.Offset) <= MimeLimits.Default.MaxHeaderBytes + 100);
        Assert.True(message.DefectFlags.HasFlag(MimeDefects.HeaderTooLong));
    }
}
