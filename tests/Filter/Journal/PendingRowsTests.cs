using MsLite.Filter.Journal;

namespace MsLite.Filter.Tests.Journal;

public sealed class PendingRowsTests
{
    [Fact]
    public void Rows_stay_apart_across_the_segments_of_memory_and_so_does_one_that_is_larger_than_a_segment()
    {
        var rows = new PendingRows();
        string[] texts = [.. Enumerable.Range(0, 2000).Select(i => $"row {i} {new string('x', i % 700)}"), new string('y', 600_000), "after it"];

        foreach (var text in texts)
        {
            rows.Add(PackedRow.Of(text).Packed.Span);
        }

        Assert.Equal(texts, rows.Slice(0, rows.Count).Select(row => row.Text(0).ToString()));
        Assert.All(rows.Slice(0, rows.Count), row => Assert.Equal("", row.Text(1).ToString()));
    }

    [Fact]
    public void A_slice_ends_where_the_rows_end()
    {
        var rows = new PendingRows();
        foreach (var text in new[] { "one", "two", "three" })
        {
            rows.Add(PackedRow.Of(text).Packed.Span);
        }

        Assert.Equal(["two", "three"], rows.Slice(1, 10).Select(row => row.Text(0).ToString()));
        Assert.Equal(["two"], rows.Slice(1, 1).Select(row => row.Text(0).ToString()));
    }

    [Fact]
    public void What_was_cleared_makes_room_for_others()
    {
        var rows = new PendingRows();
        for (var round = 0; round < 3; round++)
        {
            rows.Clear();
            rows.Add(PackedRow.Of($"round {round}").Packed.Span);
        }

        Assert.Equal("round 2", Assert.Single(rows.Slice(0, rows.Count)).Text(0).ToString());
    }
}
