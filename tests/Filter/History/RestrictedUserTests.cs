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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Their_file_becomes_a_directory_by_one_change_and_undoing_either_row_brings_it_back_byte_for_byte(int undone)
    {
        var before = _world.Snapshot();

        var edit = _world.Restrict("example.com/users/valid/ann", "192.0.2.7");

        Assert.True(edit.IsDone, edit.Sentence);
        Assert.Equal(["192.0.2.7"], Directory.GetFileSystemEntries(_world.Tree.Path("srv/example.com/users/valid/ann")).Select(Path.GetFileName));
        var rows = await _world.RowsAsync();
        Assert.Equal(["ann example.com/users/valid/ann", "ann example.com/users/valid/ann/192.0.2.7"], rows.Select(row => $"{row.Who} {row.Path}"));
        Assert.Single(rows.Select(row => row.Change).Distinct());

        var undo = await _world.UndoAsync(rows[undone]);

        Assert.True(undo.IsDone, undo.Sentence);
        Assert.Equal(before, _world.Snapshot());
        Assert.Single((await _world.RowsAsync()).Skip(2).Select(row => row.Change).Distinct());
        Assert.Equal(PolicyEditKind.Unchanged, (await _world.UndoAsync(rows[1 - undone])).Kind);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Undoing_the_undo_binds_them_again_and_never_to_nothing(int undone)
    {
        _world.Restrict("example.com/users/valid/ann", "192.0.2.7");
        var bound = _world.Snapshot();
        await _world.UndoAsync((await _world.RowsAsync())[0]);

        var again = await _world.UndoAsync((await _world.RowsAsync())[undone]);

        Assert.True(again.IsDone, again.Sentence);
        Assert.Equal(bound, _world.Snapshot());
    }

    [Theory]
    [InlineData("192.0.2.8", "")]
    [InlineData("192.0.2.7", "note: theirs\n")]
    public async Task What_has_been_put_into_the_directory_since_is_not_undone_unseen(string name, string text)
    {
        _world.Restrict("example.com/users/valid/ann", "192.0.2.7");
        var rows = await _world.RowsAsync();
        _world.Tree.Touch($"srv/example.com/users/valid/ann/{name}", text);
        var before = _world.Snapshot();

        foreach (var row in rows)
        {
            Assert.Equal(PolicyEditKind.InTheWay, (await _world.UndoAsync(row)).Kind);
        }

        Assert.Equal(before, _world.Snapshot());
    }

    [Fact]
    public async Task A_file_that_became_a_domain_is_not_undone_with_a_name_in_it()
    {
        _world.Tree.Touch("srv/stray.example");
        await _world.RowsAsync();
        File.Delete(_world.Tree.Path("srv/stray.example"));
        _world.Tree.Touch("srv/stray.example/delivery");
        var row = (await _world.RowsAsync())[^1];
        Assert.Equal("stray.example/delivery", row.Path);

        Assert.True((await _world.UndoAsync(row)).IsDone);

        Assert.True(Directory.Exists(_world.Tree.Path("srv/stray.example")));
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
