using System.Globalization;
using System.Text;
using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

public sealed class TotpTests
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly string s_text = Totp.ToBase32(s_key);

    // RFC 6238 appendix B, SHA-1; the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_standards_own_examples_come_out(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(s_key, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4648 §10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_goes_there_and_back(string text, string encoded)
    {
        Assert.Equal(encoded, Totp.ToBase32(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Totp.FromBase32(encoded)));
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_half_a_minute_off(int seconds, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var code = Totp.Code(s_key, Totp.StepOf(now.AddSeconds(seconds)));

        Assert.Equal(isTaken, Totp.FindStep(s_text, code, 0, now) is not null);
    }

    [Fact]
    public void A_code_is_taken_once_and_so_are_those_before_it()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var step = Totp.StepOf(now);

        Assert.Equal(step, Totp.FindStep(s_text, Totp.Code(s_key, step), step - 1, now));
        Assert.Null(Totp.FindStep(s_text, Totp.Code(s_key, step), step, now));
        Assert.Null(Totp.FindStep(s_text, Totp.Code(s_key, step - 1), step, now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    public void What_is_no_code_is_not_taken(string code) => Assert.Null(Totp.FindStep(s_text, code, 0, DateTimeOffset.UnixEpoch.AddDays(1)));

    [Fact]
    public void Blanks_as_authenticators_show_them_do_not_matter()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(59);

        Assert.Equal("287082", Totp.Code(s_key, 1));
        Assert.Equal(1, Totp.FindStep(s_text, "287 082", 0, now));
    }

    [Fact]
    public void A_recovery_code_works_once_however_it_is_typed()
    {
        var codes = RecoveryCodes.Create();
        var hashes = RecoveryCodes.Hashes(codes);

        var left = RecoveryCodes.Take(hashes, codes[3].ToLower(CultureInfo.InvariantCulture).Replace("-", " ", StringComparison.Ordinal));

        Assert.NotNull(left);
        Assert.Null(RecoveryCodes.Take(left, codes[3]));
        Assert.NotNull(RecoveryCodes.Take(left, codes[4]));
        Assert.Null(RecoveryCodes.Take(hashes, ""));
    }
}
