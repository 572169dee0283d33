using MsLite.Filter;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Options;

public sealed class DirectoriesTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void The_first_start_makes_what_is_missing_and_leaves_nothing_else()
    {
        Assert.Empty(Directories.Prepare(Options()));
        Assert.Empty(_tree.Files());
        Assert.All(["srv", "spam", "state", "mail"], name => Assert.True(Directory.Exists(_tree.Path(name))));
    }

    [Fact]
    public void A_file_in_the_place_of_a_directory_is_a_fault_for_each()
    {
        _tree.Touch("spam");
        _tree.Touch("mail");

        var faults = Directories.Prepare(Options());

        Assert.Collection(
            faults,
            fault => Assert.StartsWith($"MsLite:SpamRoot ({_tree.Path("spam")}) cannot be written to: ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith($"MsLite:Delivery ({_tree.Path("mail")}) cannot be written to: ", fault, StringComparison.Ordinal));
    }

    private MsLiteOptions Options() => new()
    {
        SrvRoot = _tree.Path("srv"),
        SpamRoot = _tree.Path("spam"),
        StateRoot = _tree.Path("state"),
        Delivery = $"maildir:{_tree.Path("mail")}",
    };
}
