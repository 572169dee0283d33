using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Quarantine;

namespace MsLite.Filter.Tests.Quarantine;

public sealed class DayNameTests
{
    [Theory]
    [InlineData("2026-01-01", "1")]
    [InlineData("2026-12-31", "365")]
    [InlineData("2024-12-31", "366")]
    [InlineData("2024-02-29", "60")]
    [InlineData("2026-03-01", "60")]
    public void Numbers_the_days_from_one_without_padding(string day, string name) =>
        Assert.Equal(name, DayName.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("166", "2026-06-15", "2026-06-15")]
    [InlineData("167", "2026-06-15", "2026-06-16")]
    [InlineData("168", "2026-06-15", "2025-06-17")]
    [InlineData("365", "2026-01-01", "2025-12-31")]
    [InlineData("1", "2025-12-31", "2026-01-01")]
    [InlineData("366", "2026-06-15", "2024-12-31")]
    [InlineData("366", "2025-01-01", "2024-12-31")]
    [InlineData("60", "2024-02-29", "2024-02-29")]
    [InlineData("0", "2026-06-15", "2026-01-01")]
    [InlineData("2025-166", "2026-06-15", "2025-06-15")]
    [InlineData("2025-166.1", "2026-06-15", "2025-06-15")]
    public void A_number_stands_for_its_last_day(string name, string today, string day)
    {
        Assert.True(DayName.TryParse(name, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), out var found));
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("367")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("today")]
    [InlineData("passwd")]
    [InlineData("2025-366")]
    [InlineData("2025-0")]
    [InlineData("lost+found")]
    public void Any_other_name_is_no_day(string name) => Assert.False(DayName.TryParse(name, new DateOnly(2026, 6, 15), out _));

    [Fact]
    public void Both_names_of_a_day_are_read_back()
    {
        var property = (PositiveInt days) =>
        {
            var day = new DateOnly(1990, 1, 1).AddDays(days.Get * 37 % 40000);
            return DayName.TryParse(DayName.Of(day), day, out var first) && first == day
                && DayName.TryParse(DayName.OfFormerYear(day), day.AddYears(1), out var second) && second == day;
        };
        Prop.ForAll(property).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_understood_or_not_but_never_throws()
    {
        var property = (string text) =>
        {
            _ = DayName.TryParse(text ?? "", new DateOnly(2026, 6, 15), out _);
            return true;
        };
        Prop.ForAll(property).QuickCheckThrowOnFailure();
    }
}
