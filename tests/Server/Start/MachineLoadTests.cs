using System.Globalization;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Start;

/// <summary>The option <c>Smtp:MaxLoad</c>: when the machine counts as busy. That new clients are then asked to come again is a test of the engine's.</summary>
public sealed class MachineLoadTests : IDisposable
{
    private const int Processors = 16;

    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();
    private readonly MachineLoad _load;

    public MachineLoadTests() => _load = new MachineLoad(_clock, _tree.Path("loadavg"), _tree.Touch("online", $"0-{Processors - 1}\n"));

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
    [InlineData("0\n", 1)]
    [InlineData("0-3\n", 4)]
    [InlineData("0-15,17\n", 17)]
    [InlineData("0,2-3,6-9\n", 7)]
    public void All_processors_of_the_machine_count_whatever_part_of_them_we_may_use(string online, int processors)
    {
        _tree.Touch("online", online);

        WriteSum(processors + 0.1);
        Assert.True(_load.IsOver(1));

        WriteSum(processors - 0.1);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_load.IsOver(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("all of them")]
    [InlineData("0-")]
    [InlineData("3-1")]
    [InlineData("0-1-2")]
    [InlineData("-1")]
    public void Where_the_machine_does_not_say_those_count_that_we_may_use(string online)
    {
        _tree.Touch("online", online);

        WriteSum(Environment.ProcessorCount + 0.1);
        Assert.True(_load.IsOver(1));

        WriteSum(Environment.ProcessorCount - 0.1);
        _clock.Advance(TimeSpan.FromSeconds(2));
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

    private void Write(double loadOfEach) => WriteSum(loadOfEach * Processors);

    private void WriteSum(double load) => _tree.Touch("loadavg", string.Create(CultureInfo.InvariantCulture, $"{load:F2} 0.00 0.00 1/200 4711\n"));
}
