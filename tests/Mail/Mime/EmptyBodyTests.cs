using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class EmptyBodyTests
{
    private const string Mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    private static bool IsEmpty(string text) => MimeMessage.Parse(Encoding.Latin1.GetBytes(text)).IsEmptyBody();

    [Theory]
    [InlineData("")]
    [InlineData("Subject: x\r\n")]
    [InlineData("Subject: x\r\n\r\n")]
    [InlineData("Subject: x\r\n\r\n \t\r\n\r\n")]
    [InlineData("Subject: x\r\n\r\n\u00c2\u00a0\r\n")]
    [InlineData("Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\u00a0\r\n")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n\r\n=20=0D=0A=\r\n")]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\nICANCg==\r\n")]
    [InlineData("Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\nIAANAAoA\r\n")]
    [InlineData(Mixed + "--b\r\n\r\n \r\n--b--\r\n")]
    [InlineData(Mixed + "--b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\r\n--b--\r\n")]
    [InlineData(Mixed + "This is a multi-part message.\r\n--b--\r\n")]
    [InlineData(Mixed)]
    [InlineData(Mixed + "--b\r\nContent-Type: image/gif\r\n\r\n--b--\r\n")]
    public void Is_empty_with_nothing_but_white_space(string text) => Assert.True(IsEmpty(text));

    [Theory]
    [InlineData("Subject: x\r\n\r\nhello")]
    [InlineData("hello")]
    [InlineData("Subject: x\r\nhello\r\n")]
    [InlineData("Subject: x\r\n\r\n\u00c3\u00a4\r\n")]
    [InlineData("Subject: x\r\n\r\n\u00e4\r\n")]
    [InlineData("Content-Type: text/html\r\n\r\n<p>&nbsp;</p>")]
    [InlineData("Content-Type: image/gif\r\n\r\nGIF89a")]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n")]
    [InlineData("Content-Type: text/plain; name=empty.txt\r\n\r\n")]
    [InlineData("Content-Disposition: attachment\r\n\r\n")]
    [InlineData(Mixed + "--b\r\n\r\n \r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n--b--\r\n")]
    [InlineData(Mixed + "--b\r\n\r\n \r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inside\r\n\r\n--b--\r\n")]
    [InlineData(Mixed + "a text where the boundary is missing")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\na text without parts")]
    public void Is_not_empty_with_text_or_an_attachment(string text) => Assert.False(IsEmpty(text));
}
