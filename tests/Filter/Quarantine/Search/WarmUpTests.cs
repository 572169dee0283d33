using MsLite.Filter.Quarantine.Search;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine.Search;

public sealed class WarmUpTests : IDisposable
{
    private const int Size = 2_500_000;

    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(4L * Size, Size)]
    [InlineData(4L * Size - 4, 0)]
    public async Task A_file_is_read_to_its_end_when_it_takes_a_quarter_of_the_memory_or_less(long memory, long expected)
    {
        var path = _tree.Touch("search.db", new string('x', Size));

        Assert.Equal(expected, await WarmUp.ReadAsync(path, memory, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_is_not_there_yet_is_no_fault() =>
        Assert.Equal(0, await WarmUp.ReadAsync(_tree.Path("search.db"), long.MaxValue, CancellationToken.None));

    [Fact]
    public async Task The_index_of_a_running_program_is_read()
    {
        await using var world = await SearchWorld.StartAsync();
        world.Write("First");
        await world.RescanAsync();

        Assert.Equal(new FileInfo(world.Archive.Tree.Path("state/search.db")).Length, await world.Keeper.WarmUpAsync(CancellationToken.None));
    }
}
