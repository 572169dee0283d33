using MsLite.Filter.Quarantine.View.Html;

namespace MsLite.Filter.Tests.Quarantine.View;

/// <summary>What becomes of a message's HTML: text stays, arrangement stays, everything else goes.</summary>
public sealed class HtmlSanitizerTests
{
    [Theory]
    [InlineData("<p>Hello <b>you</b>", "<p>Hello <b>you</b></p>")]
    [InlineData("a < b & c > d \"e\" 'f'", "a &lt; b &amp; c &gt; d &quot;e&quot; &#39;f&#39;")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("<P STYLE='color:red' ONCLICK=alert(1) ID=x CLASS=y>x</P>", "<p>x</p>")]
    [InlineData("one<!-- <b> -->two<!DOCTYPE x><?php x ?>three", "onetwothree")]
    [InlineData("<ul><li>1<li>2</ul>", "<ul><li>1</li><li>2</li></ul>")]
    [InlineData("<ul><li>1<ul><li>1.1</ul><li>2</ul>", "<ul><li>1<ul><li>1.1</li></ul></li><li>2</li></ul>")]
    [InlineData("<table><tr><td>1<td>2<tr><td colspan=2>3</table>", "<table><tr><td>1</td><td>2</td></tr><tr><td colspan=\"2\">3</td></tr></table>")]
    [InlineData("<table><tr><td><table><tr><td>in</table><td>out</table>", "<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>")]
    [InlineData("<p>a<div>b</div></p>c", "<p>a</p><div>b</div>c")]
    [InlineData("<td colspan='2 onclick=x' rowspan=9999999999>x", "<td>x</td>")]
    [InlineData("<p dir=RTL lang='\"><script>'>x", "<p dir=\"rtl\">x</p>")]
    [InlineData("a<br>b<br/>c<hr>", "a<br>b<br>c<hr>")]
    [InlineData("</p></div></table>x", "x")]
    public void Keeps_text_and_its_arrangement(string html, string expected) => Assert.Equal(expected, HtmlSanitizer.Sanitize(html).Body);

    [Theory]
    [InlineData("<script>alert(1)</script>x")]
    [InlineData("<style>*{background:url(http://evil.example/)}@import 'x'</style>x")]
    [InlineData("<iframe src=http://evil.example/>alert</iframe>x")]
    [InlineData("<object data=x><embed src=x></object>x")]
    [InlineData("<form action=http://evil.example/><input name=q><button formaction=x></button></form>x")]
    [InlineData("<base href=http://evil.example/><meta http-equiv=refresh content='0;url=http://evil.example/'><link rel=stylesheet href=x>x")]
    [InlineData("<svg onload=alert(1)><a xlink:href=x></a></svg><math href=x></math>x")]
    [InlineData("<video src=x><audio src=x></audio></video>x")]
    [InlineData("<title>phish</title>x")]
    [InlineData("<svg><style><img src=x onerror=alert(1)></style></svg>x")]
    public void Leaves_out_what_runs_fetches_submits_or_navigates(string html) => Assert.Equal("x", HtmlSanitizer.Sanitize(html).Body);

    [Fact]
    public void Shows_a_link_as_text_with_its_target_in_plain_sight()
    {
        var shown = HtmlSanitizer.Sanitize("<a href='https://evil.example/?a=1&amp;b=\"2\"' target=_top>https://bank.example</a> and <a name=x>no link</a>");

        Assert.Equal(
            "<span class=\"link\">https://bank.example</span><span class=\"target\"> [https://evil.example/?a=1&amp;b=&quot;2&quot;]</span> and no link", shown.Body);
        Assert.Equal(1, shown.Links);
    }

    [Fact]
    public void Says_where_a_picture_was_and_never_shows_one()
    {
        var shown = HtmlSanitizer.Sanitize("<img src=http://evil.example/pixel alt='Our <logo>'><img src=cid:1><IMG SRC='data:image/svg+xml,x'>");

        Assert.Equal("<span class=\"image\">[picture: Our &lt;logo&gt;]</span><span class=\"image\">[picture]</span><span class=\"image\">[picture]</span>", shown.Body);
        Assert.Equal(3, shown.Images);
    }

    [Fact]
    public void Shows_marks_that_turn_the_writing_and_control_characters_as_what_they_are() =>
        Assert.Equal("exe\\u202Egpj.\\u0007 \\u001B[2J", HtmlSanitizer.Sanitize("exe&#x202E;gpj.&#7; \u001b[2J").Body);

    [Theory]
    [InlineData("<textarea><b>", "&lt;b&gt;x")]
    [InlineData("<plaintext><script>", "&lt;script&gt;x")]
    [InlineData("<xmp><script>", "&lt;script&gt;x")]
    [InlineData("<style><b>", "")]
    public void Reads_what_is_no_markup_as_text_and_never_as_markup(string before, string expected) =>
        Assert.Equal(expected, HtmlSanitizer.Sanitize(before + "x").Body);

    [Fact]
    public void Says_when_there_is_more_than_it_reads()
    {
        Assert.True(HtmlSanitizer.Sanitize(new string('x', HtmlSanitizer.MaxLength + 1)).IsCut);
        Assert.False(HtmlSanitizer.Sanitize(new string('x', HtmlSanitizer.MaxLength)).IsCut);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a href=x>")]
    [InlineData("<font size=1><p>")]
    [InlineData("</p>")]
    [InlineData("<img>")]
    [InlineData("\"")]
    [InlineData("\u202e")]
    [InlineData("<!--")]
    [InlineData("&#x41")]
    public void Writes_no_more_than_in_proportion_to_what_it_reads(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, HtmlSanitizer.MaxLength / piece.Length));

        Assert.InRange(HtmlSanitizer.Sanitize(hostile).Body.Length, 0, 8 * HtmlSanitizer.MaxLength);
    }

    [Theory]
    [InlineData("<p>one</p><p>two<br>three", "one\n\ntwo\nthree")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc")]
    [InlineData("<style>p{}</style><p>  x \n y <script>z</script></p>", "x y")]
    public void Finds_the_words_of_a_message_that_has_only_html(string html, string expected) => Assert.Equal(expected, HtmlText.Of(html, 1000));
}
