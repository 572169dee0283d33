using Microsoft.Playwright;
using MsLite.Admin;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class ReadOnlyTreeTests
{
    private const string Domain = "/domains/held.example";

    // What would change the tree, by the handlers of the forms.
    private const string Changing = "form:has(input[name=_handler]:is([value=policy], [value=import], [value=domain], [value=remedy])) button:not([disabled])";

    private static readonly string[] s_pages =
    [
        "/domains", "/domains?add=true", Domain, $"{Domain}/recipients", $"{Domain}/recipients?entry=bob", $"{Domain}/checks", $"{Domain}/lists",
        $"{Domain}/lists?list=blacklisted/senders&entry=eve@example.net", $"{Domain}/zones", $"{Domain}/delivery", $"{Domain}/import", $"{Domain}/history", "/domains/_global_/lists", "/welcome",
    ];

    [SmallDiskFact]
    public async Task Each_page_that_edits_the_tree_says_that_it_cannot_and_offers_nothing_that_would_fail()
    {
        using var disk = SmallDisk.Mount(megabytes: 4);
        Write(disk, "held.example/users/valid/bob", "note: since May\n");
        Write(disk, "held.example/blacklisted/senders/eve@example.net", "");
        Write(disk, "held.example/zones", "zen.held.example\n");
        disk.MakeReadOnly();
        var panel = new ReadOnlyTreePanel(disk);
        await panel.InitializeAsync();
        try
        {
            var refused = await panel.RefuseAsync("From: ann@example.net\r\n\r\nhello\r\n"u8.ToArray(), "nobody@held.example");
            var page = await panel.OpenPageAsync(AdminUrls.Overview);
            foreach (var path in s_pages.Append(AdminUrls.QuarantineMessage(refused)).Append($"/welcome?step=refused&id={refused}"))
            {
                await page.GotoAsync(path);
                await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("The policy tree is read-only for this program");
                Assert.Equal((path, ""), (path, string.Join(", ", await page.Locator(Changing).AllTextContentsAsync())));
            }

            await page.GotoAsync($"{Domain}/checks");
            await page.LookAsync("read-only-1280-light", 1280);
        }
        finally
        {
            await panel.DisposeAsync();
        }
    }

    private static void Write(SmallDisk disk, string path, string text)
    {
        var file = Path.Combine(disk.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
