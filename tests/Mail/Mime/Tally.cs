using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Mime;

/// <summary>Counts agreement with a suite, and fails on a disagreement that nobody has explained.</summary>
internal sealed class Tally(ITestOutputHelper output, IReadOnlyDictionary<string, string>? explained = null)
{
    private readonly SortedDictionary<string, (int Agreed, int All)> _counts = [];
    private readonly List<string> _unexplained = [];

    public void Add(string what, string name, string? expected, string? actual)
    {
        var (agreed, all) = _counts.GetValueOrDefault(what);
        var isSame = expected == actual;
        _counts[what] = (agreed + (isSame ? 1 : 0), all + 1);
        if (!isSame && explained?.ContainsKey($"{what} {name}") != true)
        {
            _unexplained.Add($"{what} {name}: expected <{expected}>, got <{actual}>");
        }
    }

    public void AssertExplained()
    {
        foreach (var (what, (agreed, all)) in _counts)
        {
            output.WriteLine($"{what}: {agreed} of {all} agree");
        }

        Assert.True(_unexplained.Count == 0, $"{string.Join(' ', _counts)}\n{_unexplained.Count}\n{string.Join('\n', _unexplained)}");
    }
}
