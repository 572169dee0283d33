using Microsoft.Playwright;
using MsLite.Admin;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The settings of a program whose file of options is changed while it runs.</summary>
public sealed class SettingsPageTests(Panel panel) : IClassFixture<Panel>
{
    private const string FileName = "appsettings.json";

    private static readonly (int Width, ColorScheme Scheme)[] s_looks =
        [(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark)];

    [Fact]
    public async Task What_waits_for_a_restart_and_what_is_wrong_in_the_file_can_be_read_on_every_screen()
    {
        await WriteAsync(
            """{ "MsLite": { "Log": { "Format": "json" }, "Otlp": { "Endpoint": "http://127.0.0.1:4318" }, "Smtp": { "MaxMessageSize": 3000 } } }""", "Smtp:MaxMessageSize is now 3000");
        await LookAsync("settings-waiting", [s_looks[0], s_looks[^1]], async page =>
        {
            await Expect(page.GetByText("These have changed, and count after a restart: Log:Format, Otlp:Endpoint")).ToBeVisibleAsync();
            await Expect(page.GetByText("After a restart: http://127.0.0.1:4318")).ToBeVisibleAsync();
            await Expect(Fault(page)).ToHaveCountAsync(0);
        });

        await WriteAsync("""{ "MsLite": { "Smtp": { "MaxConections": 7, "RelayClients": "<b>nowhere</b>" } } }""", "is not taken over");
        await LookAsync("settings-fault", s_looks, async page =>
        {
            await Expect(Fault(page).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
            await Expect(Fault(page)).ToContainTextAsync("did you mean MsLite:Smtp:MaxConnections?");
            await Expect(Fault(page)).ToContainTextAsync("<b>nowhere</b>");
            await Expect(page.GetByText("These have changed, and count after a restart")).ToBeVisibleAsync();
        });

        await WriteAsync("{}", "Smtp:MaxMessageSize is now 52428800; it was 3000");
        var mended = await panel.OpenPageAsync(AdminUrls.Settings);
        await Expect(Fault(mended)).ToHaveCountAsync(0);
        await Expect(mended.GetByText("after a restart")).ToHaveCountAsync(0);
        // Every option says what it is for.
        await Expect(mended.Locator("tbody th .quiet:empty")).ToHaveCountAsync(0);
    }

    private static ILocator Fault(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "The changed options are not in force" });

    private async Task LookAsync(string picture, (int Width, ColorScheme Scheme)[] looks, Func<IPage, Task> check)
    {
        foreach (var (width, scheme) in looks)
        {
            var page = await panel.OpenPageAsync(AdminUrls.Settings, width, scheme);
            await Panel.PictureAsync(page, $"{picture}-{width}-{scheme}".ToLowerInvariant());
            await check(page);
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{picture} is wider than {width} pixels.");
            await Panel.AssertAccessibleAsync(page);
        }
    }

    private Task WriteAsync(string file, string printed)
    {
        panel.Server.Tree.Touch(FileName, file);
        return panel.Server.Process.WaitForOutputAsync(log => log.Contains(printed, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }
}
