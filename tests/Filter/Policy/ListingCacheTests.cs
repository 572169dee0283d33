using MsLite.Filter.Policy;

namespace MsLite.Filter.Tests.Policy;

public sealed class ListingCacheTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_directory_just_changed_is_not_listed()
    {
        _world.Given("example.com/checks/helo");
        var cache = NewCache();

        Assert.Null(cache.TryGet(Open("example.com")));
    }

    [Fact]
    public async Task A_listing_is_kept_until_the_directory_changes()
    {
        _world.Given("example.com/checks/helo", "example.com/blacklisted/ips/192.0.2.0_24", "example.com/users/valid/bob");
        var cache = NewCache();

        // The file system's clock is real: this waits until a listing is trusted, however long that takes.
        await Eventually(() => cache.TryGet(Open("example.com/checks")) is not null);

        var first = cache.TryGet(Open("example.com/checks"));
        Assert.Equal(["helo"], first!);
        Assert.Same(first, cache.TryGet(Open("example.com/checks")));

        _world.Given("example.com/checks/date");
        Assert.Null(cache.TryGet(Open("example.com/checks")));

        // By now the prefixes are listed, too; a new one is in force at once all the same.
        Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync("bob@example.com", ip: "192.0.2.7")).Kind);
        _world.Tree.Delete("srv/example.com/blacklisted/ips/192.0.2.0_24");
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com", ip: "192.0.2.7")).Kind);
        _world.Given("example.com/blacklisted/ips/192.0.0.0_16");
        Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync("bob@example.com", ip: "192.0.2.7")).Kind);
    }

    private static ListingCache<IReadOnlySet<string>> NewCache() => new(names => names.ToHashSet());

    private static async Task Eventually(Func<bool> condition)
    {
        var end = TimeProvider.System.GetTimestamp() + (30 * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetTimestamp() < end, "The listing was never trusted.");
            await Task.Delay(100);
        }
    }

    private PolicyDirectory Open(string path)
    {
        var directory = _world.Srv.OpenRoot()!;
        foreach (var name in path.Split('/'))
        {
            directory = directory.Directory(name)!;
        }

        return directory;
    }
}
