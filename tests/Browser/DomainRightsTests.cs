using Microsoft.Playwright;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>Who is bound to domains sees and changes those, and no address leads further.</summary>
public sealed class DomainRightsTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task A_domain_administrator_sees_and_changes_their_domains_alone()
    {
        panel.Server.Tree.Touch("srv/mine.example/users/valid/ann");
        panel.Server.Tree.Touch("srv/theirs.example/users/valid/ann");
        var page = await SignInAsync("dora", "domain-administrator", "mine.example");

        await page.GotoAsync("/domains");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "mine.example" })).ToBeVisibleAsync();
        await Expect(page.GetByText("theirs.example")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Add a domain" })).ToHaveCountAsync(0);

        await page.GotoAsync("/domains/mine.example/checks");
        await page.GetByRole(AriaRole.Group, new() { Name = "date", Exact = true }).GetByRole(AriaRole.Button, new() { Name = "Enforced" }).ClickAsync();
        await Expect(page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.True(File.Exists(panel.Server.Tree.Path("srv/mine.example/checks/date")));

        foreach (var guess in new[] { "/domains/theirs.example", "/domains/theirs.example/recipients", "/domains/_global_/lists", "/domains/nowhere.example", "/domains/..%2Ftheirs.example" })
        {
            var answer = await page.GotoAsync(guess);
            Assert.Equal(404, answer!.Status);
            Assert.DoesNotContain("users/valid", await answer.TextAsync(), StringComparison.Ordinal);
        }

        await page.GotoAsync("/welcome");
        await Expect(page.GetByText("An administrator sets the server up.")).ToBeVisibleAsync();
        await page.GotoAsync("/check");
        await Expect(page.GetByText("Only who sees every domain")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_viewer_is_offered_no_change_and_a_forged_form_changes_nothing()
    {
        panel.Server.Tree.Touch("srv/seen.example/users/valid/ann");
        var page = await SignInAsync("vera", "viewer", "seen.example");
        await page.GotoAsync("/domains/seen.example/recipients");
        await Expect(page.GetByText("read-only")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove ann" })).ToHaveCountAsync(0);

        using var client = await PanelForm.SignInAsync(panel.Server, "vera");
        using var removed = await client.SubmitAsync("/domains/seen.example/recipients", "policy", ("Remove", "x users/valid/ann"));
        using var added = await client.SubmitAsync("/domains/seen.example/recipients", "policy", ("Do", "add"), ("Path", "users/valid"), ("Name", "eve"));

        Assert.Equal(["ann"], Directory.GetFiles(panel.Server.Tree.Path("srv/seen.example/users/valid")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_removed_domain_comes_back_whole()
    {
        panel.Server.Tree.Touch("srv/back.example/users/valid/ann", "note: x\n");
        panel.Server.Tree.Touch("srv/back.example/checks/helo");
        var page = await panel.OpenPageAsync("/domains/back.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove back.example" }).ClickAsync();
        await Expect(page.GetByText("is removed.")).ToBeVisibleAsync();
        Assert.False(Directory.Exists(panel.Server.Tree.Path("srv/back.example")));

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal("note: x\n", await File.ReadAllTextAsync(panel.Server.Tree.Path("srv/back.example/users/valid/ann")));
        Assert.True(File.Exists(panel.Server.Tree.Path("srv/back.example/checks/helo")));
    }

    private async Task<IPage> SignInAsync(string name, string role, string domains)
    {
        using var admin = await PanelForm.SignInAsync(panel.Server);
        using var made = await admin.SubmitAsync("/accounts", "create", ("Name", name), ("Password", PanelForm.Password), ("Role", role), ("Domains", domains));
        Assert.Equal(System.Net.HttpStatusCode.OK, made.StatusCode);
        var page = await panel.OpenBlankAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(PanelForm.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return page;
    }
}
