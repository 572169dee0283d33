using MsLite.Harness;
using MsLite.Web.Tests.Code;

namespace MsLite.Web.Tests.Documents;

/// <summary>Each attack that docs/security.md knows has its test, and the test is there.</summary>
public sealed class SecurityTests
{
    private static readonly IReadOnlyList<string[]> s_attacks = Document.Of("docs/security.md").Table("how others were broken");

    [Fact]
    public void Every_attack_has_a_test() => Offenders.None("docs/security.md names no test for:", s_attacks.Where(row => Document.Spans(row[^1]).Count == 0).Select(row => row[0]));

    [Fact]
    public void Every_test_named_there_is_there()
    {
        var tests = string.Concat(SourceFiles.Below(["tests"], ".cs").Select(File.ReadAllText));
        var named = s_attacks.SelectMany(row => Document.Spans(row[^1])).ToList();

        Assert.NotEmpty(named);
        Offenders.None("docs/security.md names tests that are not there:", named.Where(name => name.Contains('/', StringComparison.Ordinal)
            ? !Path.Exists(RepositoryRoot.Join(name.Split('/')))
            : !tests.Contains($" {name}(", StringComparison.Ordinal)));
    }
}
