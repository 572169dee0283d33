using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MsLite.Admin;

namespace MsLite.Browser.Tests;

/// <summary>The panel in a language of nobody: what is English outside of brackets was forgotten when its strings were made ready for translation.</summary>
public sealed partial class WordsTests(BracketedPanel panel) : IClassFixture<BracketedPanel>
{
    // What is not the panel's own text is marked as such: code, moments, the language it is written in; or is one of these names.
    private static readonly string[] s_names =
    [
        "MsLite.Web", "MsLite", "admin", "Asia/Tokyo", "TLS", "SMTP", "HTTPS", "XCLIENT", "PROXY", "ms", "KiB", "MiB", "GiB", "B", "CI", "Chromium", "HeadlessChrome",
    ];

    private const string Collect = """
        () => {
          const found = [];
          const own = (node) => node.closest("code, .rzi, .rz-icon, pre, kbd, time, script, style, template, svg title, q, [lang]:not(html), [data-own]") !== null;
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.textContent.trim() && !own(node.parentElement)) {
              found.push(node.textContent);
            }
          }
          for (const element of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
            for (const name of ["aria-label", "title", "alt"]) {
              if (element.getAttribute(name) && !own(element)) {
                found.push(element.getAttribute(name));
              }
            }
          }
          return found.concat(document.title);
        }
        """;

    [Fact]
    public async Task Every_page_says_nothing_that_cannot_be_translated()
    {
        Set();
        await panel.SendAsync("you@words.example", "1");
        await panel.SendAsync("nobody@words.example", "2");
        var refused = await panel.RefuseAsync("From: 4@5.example\r\nSubject: 3\r\n\r\n6\r\n"u8.ToArray(), "nobody@words.example");
        var page = await panel.OpenPageAsync(AdminUrls.Overview);
        var forgotten = new List<string>();
        foreach (var path in PanelPages.Fixed.Concat(PanelPages.Of("words.example", refused).Select(page => page.Path)))
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
            forgotten.AddRange((await page.EvaluateAsync<string[]>(Collect)).Where(HasWords).Select(text => $"{path}: {text.Trim()}"));
        }

        var stranger = await panel.OpenBlankAsync();
        foreach (var path in new[] { AdminUrls.SignIn, $"{AdminUrls.Setup}/nonsense" })
        {
            await stranger.GotoAsync(path);
            forgotten.AddRange((await stranger.EvaluateAsync<string[]>(Collect)).Where(HasWords).Select(text => $"{path}: {text.Trim()}"));
        }

        Assert.True(forgotten.Count == 0, string.Join('\n', forgotten.Distinct()));
    }

    private void Set()
    {
        foreach (var entry in new[] { "users/valid/you", "users/invalid/7", "users/valid/8/192.0.2.1", "whitelisted/domains/9.example", "blacklisted/senders/9.example", "zones", "checks/helo" })
        {
            panel.Server.Tree.Touch($"srv/words.example/{entry}");
        }
    }

    private static bool HasWords(string text)
    {
        var outside = Bracketed().Replace(text, " ");
        return Word().Matches(outside).Select(match => match.Value).Any(word => !s_names.Contains(word, StringComparer.Ordinal));
    }

    // Brackets may stand in brackets: what an argument said.
    [GeneratedRegex("⟦(?:[^⟦⟧]|(?<open>⟦)|(?<-open>⟧))*(?(open)(?!))⟧", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bracketed();

    // Names of hosts, addresses, paths and rungs hold a dot, a slash, a digit or the like, and are nobody's language.
    [GeneratedRegex(@"(?<![\p{L}\p{N}@._:/+-])\p{L}{2,}(?![\p{L}\p{N}]*[@._:/+-]*[\p{L}\p{N}])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
