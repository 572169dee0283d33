using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Tests.History;

/// <summary>A user who got mail from everybody gets it from one address alone, and that is taken back.</summary>
public sealed class RestrictedUserTests : IAsyncLifetime
{
    private readonly HistoryWorld _world = new();

    public async Task InitializeAsync()
    {
        _world.Tree.Touch("srv/example.com/users/valid/ann", "note: since May\n");
        await _world.BeginAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Their_file_becomes_a_directory_and_undoing_the_rows_brings_it_back_byte_for_byte()
    {
        var before = _world.Snapshot();

        var edit = _world.Restrict("example.com/users/valid/ann", "192.0.2.7");

        Assert.True(edit.IsDone, edit.Sentence);
        Assert.Equal(["192.0.2.7"], Directory.GetFileSystemEntries(_world.Tree.Path("srv/example.com/users/valid/ann")).Select(Path.GetFileName));
        var rows = await _world.RowsAsync();
        Assert.Equal(["ann example.com/users/valid/ann", "ann example.com/users/valid/ann/192.0.2.7"], rows.Select(row => $"{row.Who} {row.Path}"));
        foreach (var row in Enumerable.Reverse(rows))
        {
            var undone = await _world.UndoAsync(row);
            Assert.True(undone.IsDone, undone.Sentence);
        }

        Assert.Equal(before, _world.Snapshot());
    }

    [Fact]
    public void What_somebody_put_into_the_directory_meanwhile_is_not_undone_unseen()
    {
        _world.Restrict("example.com/users/valid/ann", "192.0.2.7");
        _world.Put("example.com/users/valid/ann/192.0.2.8");

        var edit = _world.Restrict("example.com/users/valid/ann", "192.0.2.9");

        Assert.Equal(PolicyEditKind.InTheWay, edit.Kind);
        Assert.Equal(2, Directory.GetFiles(_world.Tree.Path("srv/example.com/users/valid/ann")).Length);
    }

    [Theory]
    [InlineData("example.com/users/valid/ann", "nonsense")]
    [InlineData("example.com/users/invalid/ann", "192.0.2.7")]
    public void What_is_no_address_or_no_user_is_turned_down_and_nothing_changes(string user, string address)
    {
        var before = _world.Snapshot();

        var edit = _world.Restrict(user, address);

        Assert.Equal(PolicyEditKind.BadName, edit.Kind);
        Assert.NotEmpty(edit.Sentence);
        Assert.Equal(before, _world.Snapshot());
    }
}
