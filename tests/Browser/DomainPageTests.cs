using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>One domain, set up by pressing: and what that does on disk, byte for byte.</summary>
public sealed class DomainPageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\">";

    [Fact]
    public async Task A_check_goes_through_its_three_states_and_no_other_line_of_its_file_is_touched()
    {
        const string Text = "# since May\r\nscore: 7\n\n  odd line \xE9\n";
        Host("states.example");
        panel.Server.Tree.Touch("srv/states.example/checks/helo", Text);
        var page = await panel.OpenPageAsync("/domains/states.example/checks");
        var helo = page.GetByRole(AriaRole.Group, new() { Name = "helo", Exact = true });
        await Expect(helo.GetByRole(AriaRole.Button, new() { Name = "Enforced" })).ToHaveAttributeAsync("aria-pressed", "true");

        await helo.GetByRole(AriaRole.Button, new() { Name = "Shadow" }).ClickAsync();
        await Expect(helo.GetByRole(AriaRole.Button, new() { Name = "Shadow" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Text + "mode: shadow\n", Read("states.example/checks/helo"));

        await helo.GetByRole(AriaRole.Button, new() { Name = "Enforced" }).ClickAsync();
        await Expect(helo.GetByRole(AriaRole.Button, new() { Name = "Enforced" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(Text, Read("states.example/checks/helo"));

        await helo.GetByRole(AriaRole.Button, new() { Name = "Off" }).ClickAsync();
        await Expect(helo.GetByRole(AriaRole.Button, new() { Name = "Off" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.False(Exists("states.example/checks/helo"));
        await Expect(page.Locator("[data-saying]")).ToContainTextAsync($"rm {panel.Server.Tree.Path("srv/states.example/checks/helo")}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal(Text, Read("states.example/checks/helo"));
    }

    [Fact]
    public async Task A_check_is_switched_and_that_is_taken_back_by_the_keyboard()
    {
        Host("switched.example");
        panel.Server.Tree.Touch("srv/switched.example/checks/helo", "score: 7\n");
        var keyed = await KeyedPage.OpenAsync(panel, "/domains/switched.example", panel.SignedIn);
        await keyed.EnterAsync(keyed.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Checks", Exact = true }));
        var helo = keyed.Page.GetByRole(AriaRole.Group, new() { Name = "helo", Exact = true });

        await keyed.EnterAsync(helo.GetByRole(AriaRole.Button, new() { Name = "Shadow" }));
        await Expect(helo.GetByRole(AriaRole.Button, new() { Name = "Shadow" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal("score: 7\nmode: shadow\n", Read("switched.example/checks/helo"));

        await keyed.EnterAsync(keyed.Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
        await Expect(keyed.Page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal("score: 7\n", Read("switched.example/checks/helo"));
    }

    [Fact]
    public async Task A_listed_sender_is_added_found_changed_removed_and_taken_back_by_the_keyboard()
    {
        Host("keyed.example");
        var keyed = await KeyedPage.OpenAsync(panel, "/domains/keyed.example/lists?list=blacklisted/senders", panel.SignedIn);
        var page = keyed.Page;
        await keyed.TypeAsync(page.GetByLabel("Add to blacklisted/senders"), "Spam@Example.NET");
        await keyed.TypeAsync(page.GetByLabel("Note").First, Hostile);
        await keyed.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "spam@example.net" })).ToContainTextAsync(Hostile);
        Assert.Equal($"note: {Hostile}\n", Read("keyed.example/blacklisted/senders/spam@example.net"));

        await keyed.TypeAsync(page.GetByLabel("Search in blacklisted/senders").Last, "spam");
        await keyed.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("q=spam", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await keyed.EnterAsync(keyed.Link("Open spam@example.net"));
        await keyed.TypeAsync(page.GetByLabel("What the sender is told"), "Not here");
        await keyed.PressAsync("Enter");
        await Expect(page.GetByText("is changed.")).ToBeVisibleAsync();
        Assert.Equal($"note: {Hostile}\nreply: Not here\n", Read("keyed.example/blacklisted/senders/spam@example.net"));

        await keyed.EnterAsync(keyed.Button("Remove spam@example.net"), backwards: true);
        await Expect(page.GetByText("is removed.")).ToBeVisibleAsync();
        Assert.False(Exists("keyed.example/blacklisted/senders/spam@example.net"));
        await keyed.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
        await Expect(page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal($"note: {Hostile}\nreply: Not here\n", Read("keyed.example/blacklisted/senders/spam@example.net"));
        Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
    }

    [Fact]
    public async Task A_user_is_bound_to_one_address_and_that_is_taken_back_by_the_keyboard()
    {
        Host("bound.example");
        panel.Server.Tree.Touch("srv/bound.example/users/valid/ann", "note: a form on the web\n");
        var keyed = await KeyedPage.OpenAsync(panel, "/domains/bound.example/recipients", panel.SignedIn);
        await keyed.EnterAsync(keyed.Link("Open ann"));
        await keyed.TypeAsync(keyed.Page.GetByLabel("Only from this client address"), "192.0.2.7");
        await keyed.EnterAsync(keyed.Button("Accept from there alone"));
        await Expect(keyed.Page.GetByText("gets mail from 192.0.2.7 alone now.")).ToBeVisibleAsync();
        Assert.True(Exists("bound.example/users/valid/ann/192.0.2.7"));
        await Expect(keyed.Page.Locator("[data-saying]")).ToContainTextAsync("mkdir");
        await Panel.AssertAccessibleAsync(keyed.Page);

        await keyed.EnterAsync(keyed.Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
        await Expect(keyed.Page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal("note: a form on the web\n", Read("bound.example/users/valid/ann"));

        await keyed.EnterAsync(keyed.Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }));
        await Expect(keyed.Page.GetByText("Accepted only from these client addresses and prefixes:")).ToBeVisibleAsync();
        Assert.True(Exists("bound.example/users/valid/ann/192.0.2.7"));
    }

    [Fact]
    public async Task An_entry_that_never_decides_says_why()
    {
        Host("marks.example");
        panel.Server.Tree.Touch("srv/marks.example/whitelisted/domains/friends.example");
        panel.Server.Tree.Touch("srv/marks.example/blacklisted/senders/eve@friends.example");
        panel.Server.Tree.Touch("srv/marks.example/blacklisted/senders/friends.example");
        var page = await panel.OpenPageAsync("/domains/marks.example/lists?list=blacklisted/senders");

        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "eve@friends.example" })).ToContainTextAsync("always shadowed by marks.example/whitelisted/domains/friends.example");
        await Expect(page.GetByText("can never match: a sender is a whole address")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_sees_what_the_first_did_and_keeps_what_they_typed()
    {
        Host("both.example");
        panel.Server.Tree.Touch("srv/both.example/whitelisted/ips/192.0.2.7", "note: old\n");
        const string Path = "/domains/both.example/lists?list=whitelisted/ips&entry=192.0.2.7";
        var first = await panel.OpenPageAsync(Path);
        var second = await panel.OpenPageAsync(Path);
        await second.Locator("#entry-note").FillAsync("mine");

        await first.Locator("#entry-note").FillAsync("theirs");
        await first.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(first.GetByText("is changed.")).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("note: theirs");
        await Expect(second.Locator("#entry-note")).ToHaveValueAsync("mine");
        Assert.Equal("note: theirs\n", Read("both.example/whitelisted/ips/192.0.2.7"));

        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(second.GetByText("is changed.")).ToBeVisibleAsync();
        Assert.Equal("note: mine\n", Read("both.example/whitelisted/ips/192.0.2.7"));
    }

    [Fact]
    public async Task What_is_changed_outside_appears_without_a_reload_unless_something_is_typed()
    {
        Host("outside.example");
        var page = await panel.OpenPageAsync("/domains/outside.example/recipients");
        await page.EvaluateAsync("window.notReloaded = true");
        await Expect(page.Locator("[data-news]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        panel.Server.Tree.Touch("srv/outside.example/users/valid/by-touch");
        await Expect(page.GetByText("by-touch")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await page.GetByLabel("Accept (local part)").FillAsync("half-typ");
        panel.Server.Tree.Touch("srv/outside.example/users/valid/by-rsync");
        await Expect(page.GetByText("The files have changed.")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("Accept (local part)")).ToHaveValueAsync("half-typ");
        Assert.True(await page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task The_next_hop_is_tried_with_a_user_and_with_nobody_before_it_is_saved()
    {
        await using var hop = new MsLite.Harness.FakeNextHop();
        hop.Answer = (stage, argument) => stage == MsLite.Harness.NextHopStage.Rcpt && argument.Contains("nobody-", StringComparison.Ordinal) ? "550 5.1.1 <i>Who?</i>" : null;
        Host("hop.example");
        var page = await panel.OpenPageAsync("/domains/hop.example/delivery");
        await page.GetByLabel("Where delivered mail goes").FillAsync(hop.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test it, send nothing" }).ClickAsync();

        var result = page.GetByLabel("Result of the test");
        await Expect(result).ToContainTextAsync("550 5.1.1 <i>Who?</i>", new() { Timeout = 30_000 });
        await Expect(result).ToContainTextAsync("you@hop.example is taken");
        Assert.False(Exists("hop.example/delivery"));
        Assert.Empty(hop.Messages);

        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).First.ClickAsync();
        await Expect(page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.Equal($"{hop.Url}\n", Read("hop.example/delivery"));
    }

    [Fact]
    public async Task Ten_thousand_users_are_searched_and_paged_on_the_server()
    {
        Host("large.example");
        for (var i = 0; i < 10_000; i++)
        {
            await File.WriteAllBytesAsync(panel.Server.Tree.Path($"srv/large.example/users/valid/user{i:00000}"), []);
        }

        var page = await panel.OpenPageAsync("/domains/large.example/recipients");
        await Expect(page.GetByText("10001 entries")).ToBeVisibleAsync();
        await Expect(page.GetByText("page 1 of 201")).ToBeVisibleAsync();
        Assert.Equal(51, await page.GetByRole(AriaRole.Row).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page.GetByText("user00050")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Searchbox).FillAsync("user0777");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("10 of 10001 entries")).ToBeVisibleAsync();
        Assert.Contains("q=user0777", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_survives_a_restart_of_the_server()
    {
        Host("restart.example");
        var page = await panel.OpenPageAsync("/domains/restart.example/zones");
        await page.Locator("#zones-text").FillAsync("zen.restart.example\n# half a thou");
        await panel.Server.KillAsync();
        await panel.Server.StartAgainAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await page.ReloadAsync();
        await Expect(page.Locator("#zones-text")).ToHaveValueAsync("zen.restart.example\n# half a thou", new() { Timeout = 30_000 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.Equal("zen.restart.example\n# half a thou\n", Read("restart.example/zones"));
        await page.ReloadAsync();
        await Expect(page.Locator("#zones-text")).ToHaveValueAsync("zen.restart.example\n# half a thou\n");
    }

    [Fact]
    public async Task A_pasted_list_is_shown_line_by_line_before_it_is_written()
    {
        Host("paste.example");
        var page = await panel.OpenPageAsync("/domains/paste.example/import");
        await page.GetByLabel("Lines").FillAsync("ann # from payroll\nB@d/name\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.GetByText("1 new, 0 changed, 0 there already, 1 refused")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import" })).ToHaveCountAsync(0);
        Assert.False(Exists("paste.example/users/valid/ann"));

        await page.GetByLabel("Lines").FillAsync("ann # from payroll\nbob\nyou\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 2 entries" }).ClickAsync();
        await Expect(page.GetByText("All is written.")).ToBeVisibleAsync();
        Assert.Equal("note: from payroll\n", Read("paste.example/users/valid/ann"));
        Assert.True(Exists("paste.example/users/valid/bob"));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        Host("looks.example");
        panel.Server.Tree.Touch("srv/looks.example/users/valid/ann", "note: from ticket 4711\n");
        panel.Server.Tree.Touch("srv/looks.example/users/valid/vip/192.0.2.7");
        panel.Server.Tree.Touch("srv/looks.example/users/invalid/ann");
        panel.Server.Tree.Touch("srv/looks.example/checks/all", "mode: shadow\n");
        panel.Server.Tree.Touch("srv/looks.example/checks/helo");
        panel.Server.Tree.Touch("srv/looks.example/zones", "zen.looks.example\nbl.looks.example 127.0.0.2\n");
        panel.Server.Tree.Touch("srv/looks.example/whitelisted/senders/a-rather-long-local-part-of-somebody@mail.subdomain.example.net", "note: the bank\nuntil: 2027-01-31\n");
        panel.Server.Tree.Touch("srv/looks.example/blacklisted/senders/a-rather-long-local-part-of-somebody@mail.subdomain.example.net");
        await panel.SendAsync("nobody@looks.example", "to nobody");
        var name = $"{width}-{scheme}".ToLowerInvariant();
        foreach (var (path, picture) in new[]
        {
            ("/domains", "domains"), ("/domains?add=true", "domains-add"), ("/domains/looks.example", "domain"), ("/domains/looks.example/recipients?entry=ann", "domain-recipients"),
            ("/domains/looks.example/recipients?entry=vip", "domain-per-ip"), ("/domains/looks.example/checks", "domain-checks"),
            ("/domains/looks.example/lists?list=blacklisted/senders", "domain-lists"), ("/domains/looks.example/zones", "domain-zones"),
            ("/domains/looks.example/delivery", "domain-delivery"), ("/domains/looks.example/import", "domain-import"), ("/domains/looks.example/history", "domain-history"), ("/domains/_global_/lists", "domain-global"),
        })
        {
            var page = await panel.OpenPageAsync(path, width, scheme);
            await page.LookAsync($"{picture}-{name}", width);
            await page.Context.CloseAsync();
        }
    }

    private void Host(string domain) => panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");

    private bool Exists(string path) => File.Exists(panel.Server.Tree.Path("srv/" + path));

    /// <summary>One character for each byte.</summary>
    private string Read(string path) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(panel.Server.Tree.Path("srv/" + path)));
}
