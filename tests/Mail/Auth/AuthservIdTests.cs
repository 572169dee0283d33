using MsLite.Mail.Auth;

namespace MsLite.Mail.Tests.Auth;

public sealed class AuthservIdTests
{
    [Theory]
    [InlineData(" mx.example.com; spf=pass", "mx.example.com")]
    [InlineData("mx.example.com 1; none", "mx.example.com")]
    [InlineData("\r\n\t(a (nested) comment) mx.example.com (more);\r\n dkim=fail", "mx.example.com")]
    [InlineData("\"mx.example.com\"; none", "mx.example.com")]
    [InlineData("\"m\\x.example.com\"; none", "mx.example.com")]
    [InlineData("mx.example.com", "mx.example.com")]
    public void Finds_the_authserv_id(string value, string expected)
    {
        Assert.True(AuthenticationResults.TryParseAuthservId(value, out var id));
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ; spf=pass")]
    [InlineData("(never ends mx.example.com; none")]
    [InlineData("\"never ends; none")]
    [InlineData("mx.example.com=1; none")]
    public void Finds_none_in_what_is_not_a_result_field(string value) =>
        Assert.False(AuthenticationResults.TryParseAuthservId(value, out _));
}
