using Microsoft.Playwright;

namespace MsLite.Benchmarks.Browse;

/// <summary>Something that one does on a page, with what changes by it.</summary>
/// <param name="Changes">A selector: the deed is over when the text of what it finds is another one.</param>
internal sealed record Deed(string Name, string Path, string Changes, Func<IPage, int, Task> Act)
{
    /// <summary>What comes before and is not measured.</summary>
    public Func<IPage, int, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    public static Deed Click(string name, string path, string button, string changes) => new(name, path, changes, (page, _) => page.Locator(button).First.ClickAsync());

    /// <summary>Types words and presses Enter.</summary>
    public static Deed Search(string name, string path, string field, Func<int, string> words, string changes) =>
        new(name, path, changes, (page, _) => page.Locator(field).PressAsync("Enter")) { Prepare = (page, round) => page.Locator(field).FillAsync(words(round)) };
}
