using MsLite.Filter.Quarantine;

namespace MsLite.Filter.Tests.Quarantine.Search;

/// <summary>A copy is found by its reference: by the search index at once, by the files when the index does not know it.</summary>
public sealed class QuarantineFinderTests : IAsyncLifetime
{
    private SearchWorld _world = null!;

    public async Task InitializeAsync() => _world = await SearchWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_reference_in_any_case_finds_what_the_line_in_the_archive_says()
    {
        _world.Write("first", day: "150");
        var id = _world.LastId;
        _world.Write("second");
        await _world.RescanAsync();

        var copy = Assert.Single(await FindAsync(id.ToUpperInvariant()));

        Assert.Equal(("first", "150"), (copy.Subject, copy.Day));
    }

    [Fact]
    public async Task What_the_search_index_does_not_know_is_found_in_the_files()
    {
        await _world.RescanAsync();
        var name = _world.Write("of another node");

        Assert.Equal("of another node", Assert.Single(await FindAsync(_world.LastId)).Subject);
        Assert.Equal("of another node", Assert.Single(await FindAsync(name)).Subject);
    }

    [Fact]
    public async Task Of_several_copies_those_that_the_search_index_has_not_read_yet_are_found_too()
    {
        var id = Reference.New(_world.Archive.Clock);
        _world.Write("of a busy domain", id: id);
        _world.Write("of another", "other.example");
        await _world.RescanAsync();
        _world.Write("of another process", "other.example", id: id);
        _world.Write("of a new domain", "new.example", id: id, recipient: "eve");

        var copies = await FindAsync(id);

        Assert.Equal(["of a busy domain", "of a new domain", "of another process"], copies.Select(copy => copy.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_search_index_that_is_broken_hides_nothing()
    {
        _world.Write("there");
        await _world.RescanAsync();
        await _world.BreakIndexAsync();

        Assert.Equal("there", Assert.Single(await FindAsync(_world.LastId)).Subject);
    }

    [Fact]
    public async Task A_reference_that_nobody_has_finds_nothing() => Assert.Empty(await FindAsync("06h15vr4jknekrgk"));

    private Task<IReadOnlyList<QuarantineEntry>> FindAsync(string id) => _world.Finder.FindAsync(id, CancellationToken.None);
}
