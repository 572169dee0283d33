using System.Globalization;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Start;

/// <summary>The option <c>Smtp:MaxLoad</c>: when the machine counts as busy. That new clients are then asked to come again is a test of the engine's.</summary>
public sealed class MachineLoadTests : IDisposable
{
    private static readonly int s_processors = Environment.ProcessorCount;

    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();
    private readonly MachineLoad _load;

    public MachineLoadTests() => _load = new MachineLoad(_clock, _tree.Path("loadavg"));

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(0.5, 1, false)]
    [InlineData(0.99, 1, false)]
    [InlineData(1.01, 1, true)]
    [InlineData(3.9, 4, false)]
    [InlineData(4.1, 4, true)]
    [InlineData(1000, 0, false)]
    public void The_average_of_a_minute_counts_for_each_processor_and_zero_is_no_limit(double loadOfEach, int limit, bool isOver)
    {
        Write(loadOfEach);

        Assert.Equal(isOver, _load.IsOver(limit));
    }

    [Fact]
    public void It_is_looked_at_again_every_two_seconds()
    {
        Write(2);
        Assert.True(_load.IsOver(1));

        Write(0.1);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.True(_load.IsOver(1));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_load.IsOver(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("busy")]
    [InlineData("very busy 1/2 3")]
    public void What_cannot_be_read_turns_nobody_away(string text)
    {
        Assert.False(_load.IsOver(1));

        _tree.Touch("loadavg", text);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_load.IsOver(1));
    }

    [Fact]
    public void This_machine_says_how_busy_it_is() => Assert.False(new MachineLoad(_clock).IsOver(1_000_000));

    private void Write(double loadOfEach) =>
        _tree.Touch("loadavg", string.Create(CultureInfo.InvariantCulture, $"{loadOfEach * s_processors:F2} 0.00 0.00 1/200 4711\n"));
}
