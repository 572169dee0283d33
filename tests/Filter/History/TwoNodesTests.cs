using System.Text;
using MsLite.Filter.History;

namespace MsLite.Filter.Tests.History;

/// <summary>Two nodes see each change of the tree they share, and the database they share has it once.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private const string File = "example.com/blacklisted/senders/eve@example.net";

    private readonly HistoryWorld _one = new();
    private HistoryWorld _two = null!;

    public async Task InitializeAsync()
    {
        _one.Tree.Touch($"srv/{File}", "note: first\n");
        _two = new HistoryWorld(_one);
        await _one.BeginAsync();
        await _two.BeginAsync();
    }

    public async Task DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Fact]
    public async Task An_edit_of_one_node_is_one_row_with_its_author_for_both()
    {
        _one.Put(File, HistoryWorld.Lines(("note", "second")));

        Assert.Equal(["ann first second"], await SaidAsync(_one, _two));
    }

    [Fact]
    public async Task The_author_is_believed_when_the_other_node_was_faster()
    {
        _one.Put(File, HistoryWorld.Lines(("note", "second")));

        Assert.Equal(["outside first second"], await SaidAsync(_two));
        Assert.Equal(["ann first second"], await SaidAsync(_one, _two));
    }

    [Fact]
    public async Task Two_edits_that_the_other_node_saw_as_one_change_are_two_rows()
    {
        _one.Put(File, HistoryWorld.Lines(("note", "second")));
        _one.Put(File, HistoryWorld.Lines(("note", "third")));

        Assert.Equal(["outside first third"], await SaidAsync(_two));
        Assert.Equal(["ann first second", "ann second third"], await SaidAsync(_one, _two));
    }

    [Fact]
    public async Task Edits_of_both_nodes_follow_each_other()
    {
        _one.Put(File, HistoryWorld.Lines(("note", "second")));
        _two.Put(File, HistoryWorld.Lines(("note", "third")));
        _one.Put(File, HistoryWorld.Lines(("note", "fourth")));

        Assert.Equal(["ann first second", "ann second third", "ann third fourth"], await SaidAsync(_two, _one));
    }

    [Fact]
    public async Task A_change_by_others_is_one_row()
    {
        _one.Tree.Touch($"srv/{File}", "note: second\n");
        Assert.Equal(["outside first second"], await SaidAsync(_one, _two));

        _one.Tree.Touch($"srv/{File}", "note: third\n");
        Assert.Equal(["outside first second", "outside second third"], await SaidAsync(_two, _one));
    }

    [Fact]
    public async Task What_one_node_saw_late_is_not_written_again()
    {
        _one.Put(File, HistoryWorld.Lines(("note", "second")));
        await _two.Watch.RescanAsync(CancellationToken.None);
        _one.Put(File, HistoryWorld.Lines(("note", "third")));
        _one.Put(File, HistoryWorld.Lines(("note", "first")));

        Assert.Equal(["ann first second", "ann second third", "ann third first"], await SaidAsync(_one, _two, _one));
    }

    [Fact]
    public async Task A_directory_removed_on_one_node_comes_back_whole_on_the_other()
    {
        _one.Tree.Touch("srv/gone.example/users/valid/bob", "note: kept\n");
        await _two.RowsAsync();
        await _one.RowsAsync();
        var before = _one.Snapshot();
        _one.Delete("gone.example");

        var row = (await _two.RowsAsync()).Single(each => each is { Path: "gone.example", After.Kind: "absent" });
        Assert.True((await _two.UndoAsync(row)).IsDone);

        Assert.Equal(before, _one.Snapshot());
        Assert.Equal(4, (await _one.RowsAsync()).Count(each => each.Who == "ann"));
        Assert.Equal(4, (await _two.RowsAsync()).Count(each => each.Who == "bea"));
    }

    [Fact]
    public async Task A_node_that_starts_later_finds_what_happened_meanwhile_and_nothing_twice()
    {
        await _two.EndAsync();
        _one.Put(File, HistoryWorld.Lines(("note", "second")));
        await _one.RowsAsync();

        await _two.BeginAsync();

        Assert.Equal(["ann first second"], await SaidAsync(_two, _one));
    }

    /// <summary>What the history says in the end, after each of these nodes has looked, in this order.</summary>
    private static async Task<IReadOnlyList<string>> SaidAsync(params HistoryWorld[] nodes)
    {
        var rows = new List<HistoryRow>();
        foreach (var node in nodes)
        {
            rows = await node.RowsAsync();
        }

        return [.. rows.Select(row => $"{row.Who} {Note(row.Before)} {Note(row.After)}")];
    }

    private static string Note(HistoryState state) => Encoding.UTF8.GetString(state.Bytes.Span)["note: ".Length..].TrimEnd('\n');
}
