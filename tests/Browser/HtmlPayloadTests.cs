using System.Text;
using MsLite.Harness;

namespace MsLite.Browser.Tests;

/// <summary>Large collections of hostile HTML, opened as the preview opens a message.</summary>
public sealed class HtmlPayloadTests(Panel panel) : IClassFixture<Panel>
{
    /// <summary>Payloads in one message: together they stay below what is read of one.</summary>
    private const int Together = 400;

    [SharedDataFact]
    public async Task No_known_payload_runs_leads_away_or_asks_for_anything()
    {
        panel.Server.Tree.Touch("srv/payloads.example/users/invalid/bob");
        foreach (var payloads in HtmlPayloads.Shared().Distinct().Chunk(Together))
        {
            var body = string.Concat(payloads.Select(payload => $"\r\n<div>{payload.ReplaceLineEndings("\r\n")}</div></textarea></style></title></script></xmp></noscript>-->"));
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(body), Base64FormattingOptions.InsertLineBreaks);
            var id = await panel.RefuseAsync(
                Encoding.ASCII.GetBytes("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n"), "bob@payloads.example");

            await using var watched = await WatchedPage.OpenAsync(panel, $"/api/v1/quarantine/{id}/html");

            await watched.AssertQuietAsync();
        }
    }
}
