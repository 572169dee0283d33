using MsLite.Filter.Policy;

namespace MsLite.Filter.Tests.Policy;

public sealed class PolicyBodyTests : IDisposable
{
    // Far from UTC, so that a day of the operator's is not one of UTC's.
    private static readonly TimeZoneInfo s_auckland = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");

    private readonly PolicyWorld _world = new(s_auckland);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Reads_keys_in_any_case_and_ignores_other_lines()
    {
        var body = PolicyBody.Parse("free text\r\nNote:  two words \r\n# until: never\r\nMODE:shadow\r\n: nothing\r\nreply: a: b\r\n");

        Assert.Equal(("two words", "shadow", "a: b", null), (body["note"], body["Mode"], body["reply"], body["until"]));
    }

    [Fact]
    public void The_last_of_equal_keys_counts() => Assert.Equal("2", PolicyBody.Parse("score: 1\nScore: 2")["score"]);

    [Theory]
    [InlineData("2026-06-15", "2026-06-15T11:59:59Z", true)]
    [InlineData("2026-06-15", "2026-06-15T12:00:00Z", false)]
    [InlineData("2026-06-14", "2026-06-15T11:59:59Z", false)]
    [InlineData("2026-06-15T18:00:00Z", "2026-06-15T17:59:59Z", true)]
    [InlineData("2026-06-15T18:00:00Z", "2026-06-15T18:00:00Z", false)]
    [InlineData("2026-06-15T18:00:00.5+02:00", "2026-06-15T16:00:00Z", true)]
    [InlineData("2026-06-15 18:00:00+02:00", "2026-06-15T16:00:01Z", false)]
    [InlineData("2026-06-15t18:00:00z", "2026-06-15T18:00:01Z", false)]
    [InlineData("2026-06-15T18:00:00", "2030-01-01T00:00:00Z", true)]
    [InlineData("15.6.2026", "2030-01-01T00:00:00Z", true)]
    [InlineData("soon", "2030-01-01T00:00:00Z", true)]
    [InlineData("", "2030-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31", "2030-01-01T00:00:00Z", true)]
    public void An_entry_is_in_force_until_its_date_is_over(string until, string now, bool inForce)
    {
        _world.GivenFile("example.com/zones", $"until: {until}\n");
        _world.Clock.AdvanceTo(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(inForce, _world.Srv.FindDomain("example.com")!.FindZones() is not null);
    }

    [Fact]
    public void A_body_is_read_up_to_a_bound()
    {
        _world.GivenFile("example.com/zones", new string('x', PolicyBody.MaxBytes) + "\nuntil: 2020-01-01\n");

        Assert.Equal(PolicyBody.MaxBytes, _world.Srv.FindDomain("example.com")!.FindZones()!.Body.Text.Length);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_fault()
    {
        File.WriteAllBytes(_world.Tree.Touch("srv/example.com/zones"), [0xff, 0xfe, 0, 0x3a, 0x0a, 0x80]);

        Assert.NotNull(_world.Srv.FindDomain("example.com")!.FindZones());
    }
}
