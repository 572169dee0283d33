using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>200 messages a second while somebody looks on: the page does what it is told, and the program keeps none of it.</summary>
[Collection(AloneCollection.Name)]
public sealed class LiveFloodTests(Panel panel) : IClassFixture<Panel>
{
    private const int PerSecond = 200;
    private const int Messages = 2_000;
    private const int Kibibytes = 64;

    /// <summary>In MiB, four fifths of what goes through: who keeps the messages needs more.</summary>
    private const int MostGrowth = Messages * Kibibytes / 1024 * 4 / 5;

    private static readonly string s_body = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and once more.\r\n", Kibibytes * 1024 / 61));

    [Fact]
    public async Task The_page_stays_usable_its_frames_are_gathered_and_the_memory_is_bounded()
    {
        panel.Server.Tree.Touch("srv/flood.example/users/valid/bob");
        panel.Server.Tree.Touch("srv/calm.example/users/valid/you");
        var frames = 0;
        var page = await panel.OpenBlankAsync(cookies: panel.SignedIn);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => Interlocked.Increment(ref frames);
        await page.GotoAsync("/live");
        await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        Assert.DoesNotContain(await FloodAsync(Messages / 4), result => result.Reply is not { IsPositive: true });
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(40);
        var (memory, before) = (Memory(), Volatile.Read(ref frames));

        var flood = FloodAsync(Messages);
        await PauseAsync(page);
        await FilterAsync(page);
        var sent = await flood;

        Assert.Equal(Messages, sent.Count(result => result.Reply is { IsPositive: true }));
        Assert.InRange(Volatile.Read(ref frames) - before, 1, Messages / 4);
        Assert.InRange(Memory() - memory, int.MinValue, MostGrowth);
    }

    /// <summary>It shows what is new; paused it stands still, and then goes on; never more rows than anybody reads.</summary>
    private static async Task PauseAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync();
        var first = await page.Locator("main .client a").First.GetAttributeAsync("href");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("main .client a").First).Not.ToHaveAttributeAsync("href", first!, new() { Timeout = 30_000 });
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(40);
    }

    /// <summary>A filter lets the one message through that it names, and nothing of the flood around it.</summary>
    private async Task FilterAsync(IPage page)
    {
        await page.GetByLabel("Recipient's domain").FillAsync("calm.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("bob@flood.example")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(250, await panel.SendAsync("you@calm.example", "in the midst of it"));
        await Expect(page.GetByText("you@calm.example").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(1);
    }

    private Task<IReadOnlyList<LoadResult>> FloodAsync(int messages) => LoadGenerator.RunAsync(panel.Server.Smtp, new LoadPlan
    {
        Sessions = 8,
        Messages = messages,
        MessagesPerConnection = 2,
        PerSecond = PerSecond,
        To = _ => "bob@flood.example",
        Message = (_, token) => Encoding.ASCII.GetBytes($"Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: {token}\r\n\r\n{s_body}"),
    });

    /// <summary>Resident, in MiB.</summary>
    private int Memory()
    {
        var line = File.ReadLines($"/proc/{panel.Server.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
