using FsCheck;
using FsCheck.Fluent;

namespace MsLite.Filter.Tests.Activities;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain text, Grüße", "plain text, Grüße")]
    [InlineData("a\r\nb", @"a\u000D\u000Ab")]
    [InlineData("\u001b[31mred", @"\u001B[31mred")]
    [InlineData("\u202egnp.exe", @"\u202Egnp.exe")]
    [InlineData("a\u2028b\u0085c\u007fd", @"a\u2028b\u0085c\u007Fd")]
    public void Control_characters_are_spelt_out(string? text, string clean) => Assert.Equal(clean, PlainText.Clean(text));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "12345…")]
    [InlineData("1234\U0001F600", 5, "1234…")]
    [InlineData("123\n56", 5, @"123\u…")]
    public void What_is_too_long_is_cut(string text, int most, string clean) => Assert.Equal(clean, PlainText.Clean(text, most));

    [Fact]
    public void Whatever_comes_in_one_short_line_comes_out() =>
        Prop.ForAll<string>(text => PlainText.Clean(text, 20) is { Length: <= 21 } clean && !clean.Any(char.IsControl)).QuickCheckThrowOnFailure();
}
