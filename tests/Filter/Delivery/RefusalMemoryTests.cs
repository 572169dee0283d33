using MsLite.Filter.Delivery;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

public sealed class RefusalMemoryTests
{
    private static readonly SmtpReply s_gone = new(550, "5.1.1", "Gone");

    private readonly ManualClock _clock = new();
    private readonly RefusalMemory _memory;

    public RefusalMemoryTests() => _memory = new RefusalMemory(_clock);

    [Fact]
    public void Remembers_a_refusal_for_an_hour()
    {
        _memory.Refused("bob@example.com", s_gone);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Same(s_gone, _memory.Find("bob@example.com"));
        Assert.Null(_memory.Find("eve@example.com"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_memory.Find("bob@example.com"));
    }

    [Fact]
    public void Forgets_who_was_accepted_after_all()
    {
        _memory.Refused("bob@example.com", s_gone);
        _memory.Accepted("bob@example.com");
        Assert.Null(_memory.Find("bob@example.com"));
    }

    [Fact]
    public void Strangers_cannot_make_it_grow_for_ever()
    {
        _memory.Refused("last@example.com", s_gone);
        for (var i = 0; i < 10_001; i++)
        {
            _memory.Refused($"user{i}@example.com", s_gone);
            _memory.Refused("again@example.com", s_gone);
        }

        Assert.Null(_memory.Find("last@example.com"));
        Assert.Null(_memory.Find("user0@example.com"));
        Assert.NotNull(_memory.Find("user10000@example.com"));
        Assert.NotNull(_memory.Find("again@example.com"));
    }
}
