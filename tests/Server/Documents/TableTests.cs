using MsLite.Web.Commands;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Documents;

/// <summary>The README's tables have a row for what there is, and for nothing else.</summary>
public sealed class TableTests
{
    private static readonly Document s_readme = Document.Of("README.md");

    [Fact]
    public void Of_options() => Assert.Equal(
        OptionsReader.Names.Order(StringComparer.Ordinal),
        s_readme.Table("key").SelectMany(row => Document.Spans(row[0])).Order(StringComparer.Ordinal));

    [Fact]
    public void Of_commands()
    {
        var written = s_readme.TableBelow("## Commands").SelectMany(row => Document.Spans(row[0])).ToList();

        Assert.Equal(Command.All.Select(command => command.Name).Order(StringComparer.Ordinal), written.Select(NameOf).Order(StringComparer.Ordinal));
        Assert.All(Command.All, command => Assert.Contains(written, text => NameOf(text) == command.Name && Array.TrueForAll(Options(command), option => text.Contains(option, StringComparison.Ordinal))));
    }

    private static string NameOf(string written) => Command.Find(written.Split(' '))?.Name ?? written;

    private static string[] Options(Command command) => [.. command.Needed.Concat(command.Optional).Select(option => $"--{option}")];
}
