using MsLite.Harness;

namespace MsLite.Filter.Tests.Release;

/// <summary>What is said, and what is remembered, of a copy that is handed to its next hop after all.</summary>
public sealed class ReleaserTests
{
    [Fact]
    public async Task A_release_once_more_that_nobody_takes_does_not_undo_the_former_one()
    {
        await using var world = new ReleaseWorld();
        var copy = Assert.Single(await world.ArchiveAsync("bob@example.com"));
        Assert.True((await world.ReleaseAsync(copy)).IsReleased);

        world.NextHop.Answer = (stage, _) => stage == NextHopStage.Content ? "451 4.3.0 Not now" : null;
        Assert.False((await world.ReleaseAsync(copy, again: true)).IsReleased);
        world.NextHop.Answer = (_, _) => null;
        var plain = await world.ReleaseAsync(copy);

        Assert.False(plain.IsReleased);
        Assert.Contains("It was released at ", plain.Text, StringComparison.Ordinal);
        Assert.Contains("Queued by the next hop", plain.Text, StringComparison.Ordinal);
        Assert.True((await world.ReleaseAsync(copy, again: true)).IsReleased);
    }
}
