using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MsLite.Web.Tests.Code;

/// <summary>Promises about the shape of the code that no compiler keeps.</summary>
public sealed partial class ShapeTests
{
    private const int MostLines = 400;

    /// <summary>From left to right: a project may know those before it.</summary>
    private static readonly string[] s_order = ["MsLite.Mail", "MsLite.Smtp", "MsLite.Filter", "MsLite.Admin", "MsLite.Web"];

    [Fact]
    public void Projects_know_only_those_on_their_left()
    {
        foreach (var project in SourceFiles.Below(["src"], ".csproj"))
        {
            var place = Array.IndexOf(s_order, Path.GetFileNameWithoutExtension(project));
            var known = XDocument.Load(project).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value);

            Assert.All(known, path => Assert.InRange(Array.IndexOf(s_order, Path.GetFileNameWithoutExtension(path)), 0, place - 1));
        }
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() =>
        Offenders.None("A file has at most 400 lines; split these:", SourceFiles.Below(["src", "tests"], ".cs", ".razor", ".css")
            .Select(path => (Path: SourceFiles.Shown(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > MostLines));

    [Fact]
    public void No_region_hides_code_and_nothing_is_left_for_later() =>
        Offenders.None("Regions, unfinished code and notes without an issue number have no place in the tree:", Lines(["src", "tests"]).Where(line => Unfinished().IsMatch(line.Text)).Select(line => line.Place));

    [Fact]
    public void Types_are_not_named_by_words_that_say_nothing() =>
        Offenders.None("A type's name says what it is for (Manager, Helper, Service … do not):", Lines(["src"]).Where(line => EmptyName().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    private static IEnumerable<(string Place, string Text)> Lines(IEnumerable<string> folders) =>
        SourceFiles.Below(folders, ".cs", ".razor")
            .Where(path => !path.EndsWith(nameof(ShapeTests) + ".cs", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Select((text, index) => ($"{SourceFiles.Shown(path)}:{index + 1}", text)));

    [GeneratedRegex(@"^\s*#region|NotImplementedException|\bTODO\b(?!\(#\d+\))|\bFIXME\b|\bHACK\b", RegexOptions.None, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+\w*(Manager|Helper|Util|Utils|Utilities|Service|Common|Impl)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyName();
}
