using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class SearchPassTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task A_list_whose_index_is_being_made_says_how_far_that_is_and_fills_by_itself()
    {
        panel.Server.Tree.Touch("srv/anew.example/users/valid/you");
        await panel.Server.StopAsync();
        var empty = SearchFiles().ToDictionary(file => file, File.ReadAllBytes);
        await panel.Server.StartAgainAsync();
        Assert.Equal(550, await panel.SendAsync("nobody@anew.example", "Found again"));
        await panel.Server.StopAsync();
        PutBack(empty);

        // Whoever else writes to the index holds its making up, for as long as the test wants.
        await using var other = new SqliteConnection($"Data Source={Path.Combine(panel.Server.Tree.Path("state"), "search.db")};Pooling=False");
        await other.OpenAsync();
        await SayAsync(other, "BEGIN IMMEDIATE");
        await panel.Server.StartAgainAsync();
        var page = await panel.OpenPageAsync("/quarantine");
        await Expect(page.GetByText("The search index is being made from the files.")).ToBeVisibleAsync();
        await Expect(page.GetByText("0 of 1 directories are done")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "How far it has come" })).ToBeVisibleAsync();
        await page.LookAsync("index-made-anew-1280-light", 1280);

        await SayAsync(other, "ROLLBACK");

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Found again" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByText("The search index is being made")).ToBeHiddenAsync();
    }

    private string[] SearchFiles() => Directory.GetFiles(panel.Server.Tree.Path("state"), "search.db*");

    private void PutBack(Dictionary<string, byte[]> files)
    {
        foreach (var file in SearchFiles())
        {
            File.Delete(file);
        }

        foreach (var (file, bytes) in files)
        {
            File.WriteAllBytes(file, bytes);
        }
    }

    private static async Task SayAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
