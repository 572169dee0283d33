using MsLite.Filter.Delivery;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

public sealed class ShortMemoryTests
{
    private static readonly SmtpReply s_gone = new(550, "5.1.1", "Gone");

    private readonly ManualClock _clock = new();
    private readonly ShortMemory<SmtpReply> _memory;

    public ShortMemoryTests() => _memory = new ShortMemory<SmtpReply>(TimeSpan.FromHours(1), _clock);

    [Fact]
    public void Remembers_as_long_as_it_is_told_to()
    {
        _memory.Remember("bob@example.com", s_gone);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Same(s_gone, Find("bob@example.com"));
        Assert.Null(Find("eve@example.com"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(Find("bob@example.com"));
    }

    [Fact]
    public void Forgets_what_it_is_told_to_forget()
    {
        _memory.Remember("bob@example.com", s_gone);
        _memory.Forget("bob@example.com");
        Assert.Null(Find("bob@example.com"));
    }

    [Fact]
    public void Strangers_cannot_make_it_grow_for_ever()
    {
        _memory.Remember("last@example.com", s_gone);
        for (var i = 0; i < 10_001; i++)
        {
            _memory.Remember($"user{i}@example.com", s_gone);
            _memory.Remember("again@example.com", s_gone);
        }

        Assert.Null(Find("last@example.com"));
        Assert.Null(Find("user0@example.com"));
        Assert.NotNull(Find("user10000@example.com"));
        Assert.NotNull(Find("again@example.com"));
    }

    private SmtpReply? Find(string recipient) => _memory.TryFind(recipient, out var reply) ? reply : null;
}
