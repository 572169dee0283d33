using MsLite.Admin.Components.Pages;
using MsLite.Filter.Access;

namespace MsLite.Admin.Tests;

public sealed class QuarantineAddressTests
{
    [Fact]
    public void An_address_is_read_as_it_was_written()
    {
        var address = new QuarantineAddress
        {
            Words = "\"your invoice\" & more",
            Domain = "example.com",
            Day = "326",
            Reason = "HELO",
            Blocker = "checks/helo",
            Sender = "<>",
            Recipient = "bob+x@example.com",
            Ip = "2001:db8::1",
            IsSeen = false,
            IsReleased = true,
            Cursor = 1234567890123456789,
        };

        Assert.Equal(address, QuarantineAddress.Of($"http://127.0.0.1{address.Url}"));
        Assert.Equal("/quarantine", new QuarantineAddress().Url);
    }

    [Theory]
    [InlineData("?cursor=x&newer=-1&selected=99999999999999999999&seen=perhaps&released=&q=%20&domain=")]
    [InlineData("?nothing=known")]
    public void What_an_address_says_wrongly_is_left_out(string query) =>
        Assert.Equal(new QuarantineAddress(), QuarantineAddress.Of($"http://127.0.0.1/quarantine{query}"));

    [Fact]
    public void Another_question_begins_at_its_first_page()
    {
        var address = new QuarantineAddress { Domain = "example.com", Cursor = 5, Selected = 7 };

        Assert.Equal("/quarantine?domain=example.com&blocker=checks%2Fhelo", address.With("blocker", "checks/helo").Url);
        Assert.Equal("/quarantine", address.With("domain", null).Url);
        Assert.False(address.With("domain", null).IsNarrowed);
    }

    [Fact]
    public void Each_sees_what_is_theirs_and_nobody_sees_nothing()
    {
        var address = new QuarantineAddress { Domain = "example.org" };
        var dora = new Caller("dora", Role.DomainAdministrator, new HashSet<string> { "example.com" });

        Assert.Null(address.QuestionFor(new Caller("admin", Role.Administrator, new HashSet<string>())).VisibleDomains);
        Assert.Equal(["example.com"], address.QuestionFor(dora).VisibleDomains);
        Assert.Empty(address.QuestionFor(null).VisibleDomains!);
    }
}
