using System.Globalization;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class FieldValueTests
{
    [Theory]
    [InlineData("=?utf-8?q?a?= =?utf-8?q?b?=", "ab")]
    [InlineData("=?utf-8?q?a?= b", "a b")]
    [InlineData("=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä")]
    [InlineData("=?utf-8?b?w6?= =?utf-8?b?Q=?=", "ä")]
    [InlineData("=?utf-8?b?YQ?= =?utf-8?b?Yg==?=", "ab")]
    [InlineData("=?utf-8*en?q?a_b?=", "a b")]
    [InlineData("=?iso-8859-15?q?=A4?=", "€")]
    [InlineData("=?iso-8859-16?q?=A4?=", "€")]
    [InlineData("=?windows-1251?b?z/Do4uXy?=", "Привет")]
    [InlineData("=?koi8-r?b?8NLJ18XU?=", "Привет")]
    [InlineData("=?shift_jis?b?k/qWew==?=", "日本")]
    [InlineData("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?euc-kr?b?x9GxuQ==?=", "한국")]
    [InlineData("=?gb2312?b?1tC5+g==?=", "中国")]
    [InlineData("=?big5?b?pKSw6g==?=", "中國")]
    [InlineData("=?no-such-charset?q?caf=E9?=", "café")]
    [InlineData("=?utf-7?q?+ADw-?=", "+ADw-")]
    [InlineData("=?utf-8?q?a", "=?utf-8?q?a")]
    [InlineData("=?utf-8?x?a?=", "=?utf-8?x?a?=")]
    [InlineData("=?=?utf-8?q?a?=", "=?a")]
    [InlineData("x=?utf-8?q?a?=y", "xay")]
    [InlineData("=?utf-8?q?Hello World?=", "Hello World")]
    public void Decodes_encoded_words(string text, string expected) => Assert.Equal(expected, EncodedWord.Decode(text));

    [Fact]
    public void Decodes_endless_encoded_words_in_linear_time()
    {
        foreach (var piece in new[] { "=?", "=?a?q?", "=?a?q?x ", "=?utf-8?b?YQ==?= ", "=?utf-8?q??", "?=" })
        {
            Assert.NotNull(EncodedWord.Decode(string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length))));
        }
    }

    [Theory]
    [InlineData("a", " ", "b")]
    [InlineData("a; b=", " ", "c")]
    [InlineData("a", " b", "=c")]
    [InlineData("a;", " b=", "")]
    [InlineData("a;", "b;", "")]
    [InlineData("a;", "b*0*=%20;", "")]
    [InlineData("a", "(", "")]
    [InlineData("a; b=\"", "\\", "")]
    public void Reads_endless_parameters_in_linear_time(string head, string piece, string tail)
    {
        var text = head + string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length)) + tail;

        Assert.NotNull(ContentType.Parse(text).MediaType);
        Assert.NotNull(ContentDisposition.Parse(text).Disposition);
        Assert.False(DateParser.TryParse(text, out _));
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "text/plain", "charset", "utf-8")]
    [InlineData("TEXT/HTML;Charset=\"UTF-8\"", "text/html", "charset", "UTF-8")]
    [InlineData("multipart/mixed (comment); boundary=\"a;b\" ; x=y", "multipart/mixed", "boundary", "a;b")]
    [InlineData("multipart/mixed boundary=b", "multipart/mixed", "boundary", "b")]
    [InlineData("application/pdf; name=my file.pdf", "application/pdf", "name", "my file.pdf")]
    [InlineData("application/pdf; name*=iso-8859-1'de'%E4.pdf; name=a.pdf", "application/pdf", "name", "ä.pdf")]
    [InlineData("application/pdf; name*0=\"a\"; name*1=\"b\"", "application/pdf", "name", "ab")]
    [InlineData("application/pdf; name=\"=?utf-8?q?=C3=A4?=.pdf\"", "application/pdf", "name", "ä.pdf")]
    [InlineData("application/pdf; name=\"../../etc/passwd\0\"", "application/pdf", "name", "../../etc/passwd\ufffd")]
    [InlineData("", "text/plain", "charset", null)]
    [InlineData("garbage", "text/plain", "charset", null)]
    [InlineData("text/plain; charset", "text/plain", "charset", null)]
    public void Reads_content_types(string text, string type, string parameter, string? value)
    {
        var contentType = ContentType.Parse(text);

        Assert.Equal(type, contentType.MediaType);
        Assert.Equal(value, contentType.Parameters[parameter]);
    }

    [Theory]
    [InlineData("attachment", true)]
    [InlineData("ATTACHMENT; filename=a", true)]
    [InlineData("inline", false)]
    [InlineData("x-unknown", true)]
    [InlineData("", false)]
    public void Takes_unknown_dispositions_for_attachments(string text, bool isAttachment) =>
        Assert.Equal(isAttachment, ContentDisposition.Parse(text).IsAttachment);

    [Theory]
    [InlineData("Sun, 22 Nov 2026 10:00:00 +0100", "2026-11-22T09:00:00")]
    [InlineData("22 Nov 2026 10:00 GMT", "2026-11-22T10:00:00")]
    [InlineData("Sun, 22 Nov 26 10:00:00 EST (winter)", "2026-11-22T15:00:00")]
    [InlineData("Sun Nov 22 10:00:00 2026", "2026-11-22T10:00:00")]
    [InlineData("22-Nov-2026 10:00:00 -0000", "2026-11-22T10:00:00")]
    [InlineData("30 Jun 2012 23:59:60 +0000", "2012-07-01T00:00:00")]
    [InlineData("Sun, 22 Nov 2026 10:00:00 +9959", "2026-11-18T06:01:00")]
    [InlineData("31 Dec 9998 23:59:59 -1400", "9999-01-01T13:59:59")]
    public void Reads_dates(string text, string expected)
    {
        Assert.True(DateParser.TryParse(text, out var date));
        Assert.Equal(expected, date.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("31 Feb 2026 10:00:00 +0000")]
    [InlineData("Sun, 22 Nov 2026 25:00:00 +0000")]
    [InlineData("99999999999 Nov 2026 10:00:00 +0000")]
    public void Knows_what_is_no_date(string text) => Assert.False(DateParser.TryParse(text, out _));
}
