using MsLite.Filter.Policy.Import;

namespace MsLite.Filter.Tests.Policy.Import;

public sealed class ImportListTests
{
    [Fact]
    public void Comments_and_blank_lines_are_left_out_and_a_comment_behind_a_name_is_its_note()
    {
        var entries = ImportList.Read("\ufeff# staff\r\n\n  bob  \ncarol # until May\na#b\n", "users/valid").ToList();

        Assert.Equal([(3, "users/valid/bob"), (4, "users/valid/carol"), (5, "users/valid/a#b")], entries.Select(entry => (entry.Line, string.Join('/', entry.Names))));
        Assert.Equal([true, false, true], entries.Select(entry => entry.Content.IsTouch));
        Assert.Equal("until May", entries[1].Content.Values["note"]);
    }

    [Fact]
    public void Without_a_directory_each_line_is_a_path() =>
        Assert.Equal(["example.com", "users", "valid", "bob"], Assert.Single(ImportList.Read("example.com/users/valid/bob", "")).Names);

    [Fact]
    public void A_prefix_is_written_as_everywhere() =>
        Assert.Equal("192.0.2.0_24", Assert.Single(ImportList.Read("192.0.2.0/24", "_global_/blacklisted/ips")).Names[^1]);

    [Fact]
    public void A_list_without_end_is_refused_at_its_limit()
    {
        var last = ImportList.Read(string.Concat(Enumerable.Repeat("a\n", ImportList.MostLines + 10)), "users/valid").Last();

        Assert.Equal(ImportList.MostLines + 1, last.Line);
        Assert.NotNull(last.Fault);
    }
}
