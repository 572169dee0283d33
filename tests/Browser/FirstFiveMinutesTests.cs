using System.Diagnostics;
using Microsoft.Playwright;
using MsLite.Harness;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The first five minutes, from an empty directory to a refused message that was got back, without a mouse.</summary>
public sealed class FirstFiveMinutesTests(FreshPanel panel, ITestOutputHelper output) : IClassFixture<FreshPanel>
{
    [Fact]
    public async Task The_keyboard_alone_makes_an_empty_directory_a_domain_whose_refused_mail_is_got_back()
    {
        var start = Stopwatch.GetTimestamp();
        var keyed = await KeyedPage.OpenAsync(panel, panel.Server.SetupLink, cookies: null);
        await SetUpAsync(keyed);
        await HostAsync(keyed);
        await CheckAsync(keyed);
        await SendSamplesAsync(keyed);
        await UnderstandAsync(keyed);
        await ReleaseAndUndoAsync(keyed);
        output.WriteLine($"The first five minutes took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private static async Task SetUpAsync(KeyedPage keyed)
    {
        await Expect(keyed.Page.GetByLabel("Password, at least 10 characters")).ToBeFocusedAsync();
        await keyed.Page.Keyboard.TypeAsync(PanelForm.Password);
        await keyed.TypeAsync(keyed.Page.GetByLabel("The password once more"), PanelForm.Password);
        await keyed.EnterAsync(keyed.Button("Create the administrator"));
        await keyed.EnterAsync(keyed.Link("The first five minutes"));
    }

    private async Task HostAsync(KeyedPage keyed)
    {
        await keyed.TypeAsync(keyed.Page.GetByRole(AriaRole.Textbox, new() { Name = "Domain", Exact = true }), "five.example");
        await keyed.TypeAsync(keyed.Page.GetByLabel("Who exists"), "ann\nbob@five.example\n");
        await keyed.EnterAsync(keyed.Button("Test the next hop"));
        await Expect(keyed.Page.GetByLabel("Result of the test")).ToContainTextAsync("can be written to");
        await keyed.EnterAsync(keyed.Button("Add the domain"), backwards: true);
        await Expect(keyed.Heading("five.example is hosted now")).ToBeVisibleAsync();
        Assert.Equal(
            ["checks/all", "users/valid/ann", "users/valid/bob"],
            Directory.GetFiles(panel.Server.Tree.Path("srv/five.example"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(panel.Server.Tree.Path("srv/five.example"), path)).Order(StringComparer.Ordinal));
        Assert.Equal("mode: shadow\n", await File.ReadAllTextAsync(panel.Server.Tree.Path("srv/five.example/checks/all")));
    }

    private static async Task CheckAsync(KeyedPage keyed)
    {
        await keyed.EnterAsync(keyed.Link("Next: is it right?"));
        await Expect(keyed.Page.GetByRole(AriaRole.Region, new() { Name = "Port and TLS certificate" })).ToContainTextAsync("self-signed");
        await Expect(keyed.Page.GetByText("to mend")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await keyed.EnterAsync(keyed.Link("Next: send a test mail"));
    }

    private static async Task SendSamplesAsync(KeyedPage keyed)
    {
        await SendAsync(keyed, "A good one", "delivered");
        await SendAsync(keyed, "One like junk", "Enforced, these would have refused it");
        await SendAsync(keyed, "One to nobody", "refused");
        await keyed.EnterAsync(keyed.Link("Next: get it back"));
    }

    private static async Task SendAsync(KeyedPage keyed, string which, string said)
    {
        await keyed.EnterAsync(keyed.Button(which));
        await Expect(keyed.Page.GetByLabel("What happened")).ToContainTextAsync(said, new() { Timeout = 30_000 });
        await Expect(keyed.Page.GetByLabel("What happened")).ToContainTextAsync("← 2");
    }

    /// <summary>Why it was refused, down to the rung that was asked.</summary>
    private static async Task UnderstandAsync(KeyedPage keyed)
    {
        await Expect(keyed.Page.GetByText("not accepted at five.example").First).ToBeVisibleAsync();
        await keyed.EnterAsync(keyed.Page.GetByText("Every rung that was asked"));
        await Expect(keyed.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "users" }).First).ToContainTextAsync("refuse");
    }

    private async Task ReleaseAndUndoAsync(KeyedPage keyed)
    {
        await keyed.EnterAsync(keyed.Button("Release it"), backwards: true);
        await Expect(keyed.Page.Locator(".outcome")).Not.ToBeEmptyAsync();
        Assert.Contains(Directory.GetFiles(panel.Server.Tree.Path("mail/five.example"), "*", SearchOption.AllDirectories), path => path.Contains("nobody-", StringComparison.Ordinal));
        await keyed.EnterAsync(keyed.Button("Accept nobody-"));
        await Expect(keyed.Page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.Equal(3, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
        await keyed.EnterAsync(keyed.Button("Undo"));
        await Expect(keyed.Page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal(2, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
    }
}
