namespace MsLite.Mail.Tests;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("Ann", "Example.NET.", "ann@example.net")]
    [InlineData("ann", "b\u00fccher.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann", "B\u00dcCHER.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann", "[192.0.2.1]", "ann@[192.0.2.1]")]
    [InlineData("Postmaster", "", "postmaster")]
    public void Has_one_form_for_policy(string local, string domain, string key) => Assert.Equal(key, new EmailAddress(local, domain).Key);

    [Theory]
    [InlineData("ann", "example.net", "ann@example.net")]
    [InlineData("a b", "example.net", "\"a b\"@example.net")]
    [InlineData("a\"b\\c", "example.net", "\"a\\\"b\\\\c\"@example.net")]
    [InlineData(".ann", "example.net", "\".ann\"@example.net")]
    [InlineData("a..b", "example.net", "\"a..b\"@example.net")]
    [InlineData("", "example.net", "\"\"@example.net")]
    [InlineData("j\u00f6rg", "example.net", "j\u00f6rg@example.net")]
    [InlineData("postmaster", "", "postmaster")]
    public void Is_quoted_on_the_wire_when_it_must_be(string local, string domain, string wire) =>
        Assert.Equal(wire, new EmailAddress(local, domain).ToString());

    [Theory]
    [InlineData("ann", "example.net", false)]
    [InlineData("j\u00f6rg", "example.net", true)]
    [InlineData("ann", "b\u00fccher.example", true)]
    public void Knows_whether_it_needs_SMTPUTF8(string local, string domain, bool needs) =>
        Assert.Equal(needs, new EmailAddress(local, domain).NeedsSmtpUtf8);

    [Theory]
    [InlineData("a\uff0f..\uff0fb.example")]
    [InlineData("a\uff3cb.example")]
    [InlineData("\uff0a")]
    [InlineData("a\u3000b.example")]
    public void Never_gains_a_path_character_by_mapping(string domain) =>
        Assert.DoesNotContain(DomainName.ToKey(domain), c => c is '/' or '\\' or '*' or ' ');

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("\u0131")]
    [InlineData("xn--\u00fc")]
    [InlineData("\ud800.example")]
    public void Takes_any_text_for_a_domain(string domain) => Assert.NotNull(DomainName.ToKey(domain));
}
