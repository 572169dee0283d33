using MsLite.Filter.Health;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Health;

public sealed class HealthTests
{
    private static readonly MsLiteOptions s_options = new() { Delivery = "smtp://127.0.0.1:2526" };
    private readonly CurrentOptions _current = new(s_options);
    private readonly NextHopWatch _watch;

    public HealthTests() => _watch = new NextHopWatch(_current, new ManualClock());

    [Fact]
    public void A_next_hop_that_was_not_asked_is_unknown() =>
        Assert.Equal(("Next hop smtp://127.0.0.1:2526", HealthState.Unknown), Of(Assert.Single(_watch.Health)));

    [Theory]
    [InlineData(250, "2.0.0", HealthState.Good)]
    [InlineData(550, "5.1.1", HealthState.Good)]
    [InlineData(451, "4.4.1", HealthState.Bad)]
    [InlineData(452, "4.2.2", HealthState.Poor)]
    public void A_next_hop_is_as_it_answered_last(int code, string enhanced, HealthState state)
    {
        _watch.Note(s_options.Delivery, [new SmtpReply(250, "2.0.0", "ok")]);
        _watch.Note(s_options.Delivery, [new SmtpReply(code, enhanced, "the hop's words")]);

        var item = Assert.Single(_watch.Health);

        Assert.Equal(state, item.State);
        Assert.Equal(state != HealthState.Good, item.Text.Contains("the hop's words", StringComparison.Ordinal));
    }

    [Fact]
    public void A_next_hop_that_the_options_name_no_more_is_forgotten()
    {
        _watch.Note(s_options.Delivery, [new SmtpReply(451, "4.4.1", "nobody there")]);

        _current.Take(new MsLiteOptions { Delivery = "smtp://127.0.0.1:2527" });

        Assert.Equal(("Next hop smtp://127.0.0.1:2527", HealthState.Unknown), Of(Assert.Single(_watch.Health)));
    }

    [Fact]
    public void One_that_was_put_off_among_several_tells()
    {
        _watch.Note("lmtp://127.0.0.1:24", [new SmtpReply(250, "2.0.0", "ok"), new SmtpReply(452, "4.2.2", "mailbox full")]);

        Assert.Contains(_watch.Health, item => item.State == HealthState.Poor && item.Part == "Next hop lmtp://127.0.0.1:24");
    }

    [Fact]
    public void Names_of_next_hops_are_bounded()
    {
        for (var i = 0; i < 1000; i++)
        {
            _watch.Note($"smtp://host{i}:25", [new SmtpReply(250, "2.0.0", "ok")]);
        }

        Assert.InRange(_watch.Health.Count, 1, 201);
    }

    private static (string, HealthState) Of(HealthItem item) => (item.Part, item.State);
}
