using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Browser.Tests;

/// <summary>Pieces of HTML that try to run, to fetch or to lead away.</summary>
internal static class HtmlPayloads
{
    /// <summary>Our own family, one a line, in tests/Corpus/html.</summary>
    public static IReadOnlyList<string> Own() =>
        [.. File.ReadLines(RepositoryRoot.Join("tests", "Corpus", "html", "payloads.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>The collections of the shared test material; ask <see cref="SharedData.IsPresent"/> first.</summary>
    public static IReadOnlyList<string> Shared() =>
        [.. Directory.EnumerateFiles(SharedData.Join("html"), "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    private static IEnumerable<string> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. Strings(document.RootElement).Where(text => text.Contains('<', StringComparison.Ordinal))];
    }

    /// <summary>Every text of a case that holds a tag: the payload itself, and what other sanitizers made of it.</summary>
    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };
}
