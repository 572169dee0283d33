using Microsoft.Playwright;
using MsLite.Admin;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The panel on an ordinary day, as the documentation shows it: docs/panel/make.sh takes the pictures from artifacts/screenshots.</summary>
public sealed class PicturesTests(Panel panel) : IClassFixture<Panel>
{
    private static readonly (string From, string To, string Subject, string Client)[] s_mails =
    [
        ("orders@shop.example", "sales@acme.example", "Your order 4711 has been sent", "203.0.113.5"),
        ("ann@partner.example", "bob@acme.example", "Minutes of Tuesday's meeting", "203.0.113.20"),
        ("win@lottery.example", "bob@acme.example", "You have won!!!", "198.51.100.66"),
        ("newsletter@travel.example", "info@acme.example", "Autumn in the Alps", "203.0.113.40"),
        ("", "bob@acme.example", "Undelivered mail returned to sender", "203.0.113.7"),
        ("bank@secure-login.example", "accounts@globex.example", "Please confirm your account", "198.51.100.23"),
        ("carol@globex-partners.example", "accounts@globex.example", "Grüße aus Köln", "203.0.113.81"),
        ("sales@bulk.example", "nobody@globex.example", "Best prices for printers", "198.51.100.66"),
        ("ops@monitoring.example", "alerts@initech.example", "Disk 80 % full on db2", "203.0.113.99"),
        ("win@lottery.example", "alerts@initech.example", "Last chance to claim", "198.51.100.66"),
    ];

    // As on a machine where the trees are where they belong, and not in a test's folder.
    private const string Settle = """
        (root) => {
          const settle = (text) => text.replaceAll(`${root}/srv`, "/srv").replaceAll(`${root}/spam`, "/spam").replaceAll(`${root}/state`, "/var/lib/mslite").replaceAll(root, "/var");
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.textContent.includes(root)) {
              node.textContent = settle(node.textContent);
            }
          }
          document.querySelectorAll("[placeholder]").forEach((field) => (field.placeholder = settle(field.placeholder)));
        }
        """;

    [Fact]
    public async Task An_ordinary_day()
    {
        Set();
        for (var round = 0; round < 3; round++)
        {
            foreach (var mail in s_mails)
            {
                Assert.InRange(await SendAsync(mail.From, mail.To, mail.Subject, mail.Client), 250, 550);
            }
        }

        var page = await panel.OpenPageAsync(AdminUrls.Overview);
        foreach (var path in PanelPages.Fixed)
        {
            await KeepAsync(page, path, PanelPages.Name(path));
        }

        var refused = await RefusedAsync(page);
        foreach (var (path, picture) in PanelPages.Of("acme.example", refused))
        {
            await KeepAsync(page, path, picture);
        }

        await LiveAsync(page);
        await TryAsync(page);
        await ElsewhereAsync(AdminUrls.Overview, refused);
        Assert.Equal(["127.0.0.1"], panel.Hosts);
    }

    /// <summary>The reference of one that somebody would like to understand.</summary>
    private static async Task<string> RefusedAsync(IPage page)
    {
        await page.GotoAsync(AdminUrls.Quarantine);
        var link = await page.GetByRole(AriaRole.Link, new() { Name = "Please confirm your account" }).First.GetAttributeAsync("href") ?? "";
        return link.Split('/', '?')[2];
    }

    /// <summary>In the dark, and on a telephone.</summary>
    private async Task ElsewhereAsync(string overview, string refused)
    {
        var dark = await panel.OpenPageAsync(overview, scheme: ColorScheme.Dark);
        await KeepAsync(dark, overview, "overview-dark");
        await KeepAsync(dark, AdminUrls.QuarantineMessage(refused), "quarantine-message-dark");
        var narrow = await panel.OpenPageAsync(overview, width: 390);
        await KeepAsync(narrow, overview, "overview-narrow");
        await KeepAsync(narrow, AdminUrls.Quarantine, "quarantine-narrow");
        await KeepAsync(narrow, $"{AdminUrls.Domain("acme.example")}/checks", "domain-checks-narrow");
    }

    private async Task LiveAsync(IPage page)
    {
        await page.GotoAsync(AdminUrls.Live);
        await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        foreach (var mail in s_mails)
        {
            await SendAsync(mail.From, mail.To, mail.Subject, mail.Client);
        }

        await using var open = await ConnectAsync("203.0.113.20");
        await open.CommandAsync("MAIL FROM:<ann@partner.example>");
        await open.CommandAsync("RCPT TO:<bob@acme.example>");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "talks" }).First;
        await row.GetByRole(AriaRole.Link, new() { Name = "203.0.113.20" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "The dialogue" })).ToBeVisibleAsync();
        await KeepAsync(page, "live");
    }

    private async Task TryAsync(IPage page)
    {
        await page.GotoAsync($"{AdminUrls.Try}?from=win@lottery.example&to=bob@acme.example&ip=198.51.100.66&helo=mail.lottery.example");
        await page.GetByLabel("or its text").FillAsync("From: win@lottery.example\nSubject: You have won!!!\n\nClaim it today.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It would be refused and kept" })).ToBeVisibleAsync();
        await KeepAsync(page, "try-refused");
    }

    private void Set()
    {
        foreach (var (domain, users) in new[] { ("acme.example", "sales bob info"), ("globex.example", "accounts"), ("initech.example", "alerts") })
        {
            foreach (var user in users.Split(' '))
            {
                panel.Server.Tree.Touch($"srv/{domain}/users/valid/{user}");
            }

            panel.Server.Tree.Touch($"srv/{domain}/checks/date");
            panel.Server.Tree.Touch($"srv/{domain}/checks/helo");
        }

        panel.Server.Tree.Touch("srv/_global_/blacklisted/senders/win@lottery.example", "note: reported by several users\n");
        panel.Server.Tree.Touch("srv/globex.example/blacklisted/domains/secure-login.example", "note: phishing, ticket 4711\n");
        panel.Server.Tree.Touch("srv/acme.example/whitelisted/domains/partner.example");
        panel.Server.Tree.Touch("srv/initech.example/checks/greylisting");
    }

    private async Task<int> SendAsync(string from, string to, string subject, string client)
    {
        await using var connection = await ConnectAsync(client);
        var message = $"From: {(from.Length > 0 ? from : "mailer-daemon@shop.example")}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Mon, 15 Jun 2026 12:00:00 +0000\r\n\r\nhello\r\n";
        return (await connection.SendMessageAsync(from, [to], System.Text.Encoding.UTF8.GetBytes(message))).Code;
    }

    // The clients have addresses of their own, as behind a proxy that names them.
    private async Task<SmtpTestClient> ConnectAsync(string client)
    {
        var connection = await panel.Server.ConnectAsync();
        await connection.ReadReplyAsync();
        await connection.CommandAsync("EHLO proxy.example");
        await connection.CommandAsync($"XCLIENT ADDR={client} NAME=mail{client[(client.LastIndexOf('.') + 1)..]}.example.net");
        await connection.CommandAsync("EHLO mail.example.net");
        return connection;
    }

    private async Task KeepAsync(IPage page, string path, string name)
    {
        await page.GotoAsync(path);
        await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await KeepAsync(page, name);
    }

    private async Task KeepAsync(IPage page, string name)
    {
        await page.EvaluateAsync(Settle, panel.Server.Tree.Root);
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Join("artifacts", "screenshots", name + "-view.png") });
    }
}
