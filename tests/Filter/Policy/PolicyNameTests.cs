using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Policy;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Policy;

public sealed class PolicyNameTests
{
    [Theory]
    [InlineData("Bob", "bob")]
    [InlineData("bob.smith+tag", "bob.smith+tag")]
    [InlineData("o'brien", "o'brien")]
    [InlineData("with space", "with space")]
    [InlineData("ÄRGER", "ärger")]
    [InlineData("a..b", "a..b")]
    [InlineData("🙂", "🙂")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    public void Accepts_a_safe_name_in_lower_case(string text, string expected)
    {
        Assert.True(PolicyName.TryParse(text, out var name));
        Assert.Equal(expected, name.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("*")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u007fb")]
    public void Never_looks_up_what_could_mean_another_file(string text) => Assert.False(PolicyName.TryParse(text, out _));

    [Fact]
    public void Half_a_character_is_no_name()
    {
        Assert.False(PolicyName.TryParse("half \ud83d", out _));
        Assert.False(PolicyName.TryParse("\ude00 half", out _));
        Assert.False(PolicyName.TryParse("\ud83da", out _));
    }

    [Fact]
    public void Counts_bytes_not_characters()
    {
        Assert.True(PolicyName.TryParse(new string('a', 255), out _));
        Assert.False(PolicyName.TryParse(new string('a', 256), out _));
        Assert.True(PolicyName.TryParse(new string('é', 127), out _));
        Assert.False(PolicyName.TryParse(new string('é', 128), out _));
    }

    [Fact]
    public void No_name_leaves_the_root()
    {
        using var tree = new TempTree();
        var root = tree.Folder("srv");
        Prop.ForAll<string>(text => !PolicyName.TryParse(text, out var name) || IsDirectChild(root, name.Text)).QuickCheckThrowOnFailure();

        var hostile = Gen.Elements(".", "..", "/", "\\", "*", "_global_", "\0", "a", "é", "%2e", "~").ArrayOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(hostile, text => !PolicyName.TryParse(text, out var name) || IsDirectChild(root, name.Text)).QuickCheckThrowOnFailure();
    }

    private static bool IsDirectChild(string root, string name) => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(root, name))) == root;
}
