using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>What is wanted waits, and is taken back by the keyboard. On a machine that many want, whoever presses a key may be late: here the time for it does not run out.</summary>
public sealed class TakingBackTests(PatientPanel panel) : IClassFixture<PatientPanel>
{
    [Fact]
    public async Task The_keyboard_goes_through_the_list_one_came_from_deletes_and_takes_it_back()
    {
        foreach (var subject in new[] { "Third of the stroll", "Second of the stroll", "Nothing of it", "First of the stroll" })
        {
            await RefuseAsync("walk.example", subject);
        }

        var keyed = await KeyedPage.OpenAsync(panel, "/quarantine?domain=walk.example&q=stroll", panel.SignedIn);
        await keyed.PressAsync("j", "Enter");
        await Expect(keyed.Heading("First of the stroll")).ToBeFocusedAsync();
        await Expect(keyed.Link("Previous")).ToHaveCountAsync(0);
        await keyed.PressAsync("j");
        await Expect(keyed.Heading("Second of the stroll")).ToBeFocusedAsync();

        await keyed.PressAsync("d");
        await Expect(keyed.Page.GetByText("being deleted")).ToBeVisibleAsync();
        await keyed.PressAsync("j");
        await Expect(keyed.Heading("Third of the stroll")).ToBeFocusedAsync();
        await Expect(keyed.Link("Next")).ToHaveCountAsync(0);
        // What was wanted a page ago is still taken back from here.
        await keyed.PressAsync("u");
        await Expect(keyed.Page.GetByText("Taken back: nothing was done.")).ToBeVisibleAsync();
        await keyed.PressAsync("k");
        await Expect(keyed.Heading("Second of the stroll")).ToBeFocusedAsync();
        await Expect(keyed.Button("Delete")).ToBeVisibleAsync();

        await keyed.PressAsync("Escape");
        await Expect(keyed.Link("Second of the stroll")).ToBeFocusedAsync();
        Assert.Contains("q=stroll", keyed.Page.Url, StringComparison.Ordinal);
        Assert.Equal(4, panel.Server.Tree.Files("spam").Count(path => path.Contains("/walk.example/cur/", StringComparison.Ordinal) || path.Contains("/walk.example/new/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_keyboard_is_enough_to_go_through_mark_delete_take_back_and_open()
    {
        foreach (var subject in new[] { "Third by keys", "Second by keys", "First by keys" })
        {
            await RefuseAsync("keyboard.example", subject);
        }

        // An account of its own: what others have taken back is not among what is said here.
        var keyed = await KeyedPage.OpenAsync(panel, "/quarantine?domain=keyboard.example", await panel.DomainAdministratorAsync("kay", "keyboard.example"));
        var page = keyed.Page;
        await keyed.PressAsync("j");
        await Expect(keyed.Link("First by keys")).ToBeFocusedAsync();
        await keyed.PressAsync("j", "k", "x", "j", "x");
        await Expect(page.GetByText("2 selected")).ToBeVisibleAsync();

        await keyed.PressAsync("s");
        await Expect(page.GetByText("Marked as seen: 2 messages.")).ToBeVisibleAsync();
        await keyed.PressAsync("d");
        await Expect(page.GetByText("To be deleted: one message.")).ToBeVisibleAsync();
        await Expect(keyed.Row("Second by keys")).ToContainTextAsync("being deleted");
        await Panel.PictureAsync(page, "quarantine-keys-1280-light");
        await keyed.PressAsync("u");
        await Expect(page.GetByText("Taken back: nothing was done.")).ToBeVisibleAsync();
        await Expect(keyed.Row("Second by keys")).Not.ToContainTextAsync("being deleted");

        await keyed.PressAsync("/");
        await page.Keyboard.TypeAsync("third");
        await keyed.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One message" })).ToBeVisibleAsync();
        await keyed.GoToAsync(keyed.Link("Third by keys"));
        await keyed.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The next and the previous message");
        await keyed.PressAsync("Escape", "Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/quarantine/", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private async Task RefuseAsync(string domain, string subject)
    {
        panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");
        Assert.Equal(550, await panel.SendAsync($"nobody@{domain}", subject));
    }
}
