using Microsoft.Playwright;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>A message is tried: its fate and the file that decides, and nothing sent.</summary>
public sealed class TryPageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "Subject: <script>document.title='taken'</script>\nX-Mailer: <img src=x onerror=document.title='taken'>\n\nhello";

    [Fact]
    public async Task A_pasted_message_climbs_the_ladder_and_the_command_is_shown()
    {
        Host("try.example");
        panel.Server.Tree.Touch("srv/try.example/checks/date");
        var page = await FillAsync("you@try.example", "ann@example.net");
        await page.GetByLabel("or its text").FillAsync("Subject: no date\n\nhello");

        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It would be refused and kept" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Missing header - Date:").First).ToBeVisibleAsync();
        await Expect(page.GetByText("try.example/checks/date").First).ToBeVisibleAsync();
        await Expect(page.GetByText("MsLite.Web explain message.eml --from ann@example.net --to you@try.example --ip 192.0.2.7 --helo mail.example.net")).ToBeVisibleAsync();
        Assert.False(panel.Server.Tree.Exists("mail/try.example"));
        await Panel.PictureAsync(page, "try-refused-1280-light");
        await Panel.AssertAccessibleAsync(page);
    }

    [Fact]
    public async Task The_keyboard_is_enough_to_paste_a_message_and_to_have_it_judged()
    {
        Host("keyed.example");
        var keyed = await KeyedPage.OpenAsync(panel, "/", panel.SignedIn);
        var page = keyed.Page;
        await keyed.PressAsync("g", "t");
        await keyed.TypeAsync(page.GetByLabel("From; empty"), "ann@example.net");
        await keyed.TypeAsync(page.GetByLabel("To", new() { Exact = true }), "nobody@keyed.example");
        await keyed.TypeAsync(page.GetByLabel("The client's address"), "192.0.2.7");
        await keyed.TypeAsync(page.GetByLabel("The name in its EHLO"), "mail.example.net");
        await keyed.GoToAsync(page.GetByLabel("or its text"));
        await page.Keyboard.InsertTextAsync("Subject: pasted\n\nhello");
        await keyed.EnterAsync(keyed.Button("Climb the ladder"));

        await Expect(keyed.Heading("It would be refused and kept")).ToBeVisibleAsync();
        await keyed.GoToAsync(page.GetByRole(AriaRole.Region, new() { Name = "The ladder" }));
    }

    [Fact]
    public async Task An_uploaded_file_is_tried()
    {
        Host("upload.example");
        var page = await FillAsync("you@upload.example", "");
        await page.GetByLabel("The message as a file").SetInputFilesAsync(new FilePayload { Name = "a.eml", MimeType = "message/rfc822", Buffer = "Subject: x\r\n\r\nhello\r\n"u8.ToArray() });

        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It would be delivered" })).ToBeVisibleAsync();
        await Expect(page.GetByText("--from '<>'")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_refused_message_is_taken_from_the_archive()
    {
        Host("archive.example");
        await panel.SendAsync("nobody@archive.example", "Refused before");
        var id = panel.Server.Tree.Files("spam").Where(path => path.Contains("archive.example/index", StringComparison.Ordinal))
            .Select(path => System.Text.Json.JsonDocument.Parse(panel.Server.Tree.Read($"spam/{path}").Split('\n')[0]).RootElement.GetProperty("id").GetString()).First();
        var page = await panel.OpenPageAsync($"/try?id={id}");
        await Expect(page.GetByText("Refused before")).ToBeVisibleAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("you@archive.example");

        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It would be delivered" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_the_text_stays()
    {
        var page = await FillAsync("nobody", "ann@example.net");
        await page.GetByLabel("or its text").FillAsync(Hostile);

        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The recipient \"nobody\" is no address");
        await Expect(page.GetByLabel("or its text")).ToHaveValueAsync(Hostile);
        Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_administrator_tries_for_his_domains_alone()
    {
        Host("mine.example");
        Host("other.example");
        using var administrator = await PanelForm.SignInAsync(panel.Server);
        using var made = await administrator.SubmitAsync(
            "/accounts", "create", ("Name", "dora"), ("Password", "another horse entirely"), ("Role", "domain-administrator"), ("Domains", "mine.example"));
        using var dora = await PanelForm.SignInAsync(panel.Server, "dora", "another horse entirely");

        using var mine = await TryAsync(dora, "you@mine.example");
        using var other = await TryAsync(dora, "you@other.example");

        Assert.Contains("It would be delivered", await mine.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var refused = await other.Content.ReadAsStringAsync();
        Assert.Contains("is not yours to see", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("It would be", refused, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string to) =>
        client.SubmitAsync("/try", "try", ("From", ""), ("To", to), ("Ip", "192.0.2.7"), ("Helo", "mail.example.net"), ("Text", "Subject: x\n\nhello"));

    private void Host(string domain) => panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");

    private async Task<IPage> FillAsync(string to, string from)
    {
        var page = await panel.OpenPageAsync("/try");
        await page.GetByLabel("From; empty").FillAsync(from);
        await page.GetByLabel("To", new() { Exact = true }).FillAsync(to);
        await page.GetByLabel("The client's address").FillAsync("192.0.2.7");
        await page.GetByLabel("The name in its EHLO").FillAsync("mail.example.net");
        return page;
    }
}
