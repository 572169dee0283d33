using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Options;

/// <summary>Options that change between two messages of one client, which stays connected.</summary>
public sealed class ReloadedVerdictTests
{
    [ToolFact(PrivateClamd.Program)]
    public async Task Lists_of_clients_scanners_and_the_journal_are_others_for_the_next_message_of_a_client_that_is_connected()
    {
        await using var clamd = await PrivateClamd.StartAsync();
        await using var server = await ReloadedServer.StartAsync(
            """{ "MsLite": { "Clamav": { "Server": "none" } } }""", options: [("IpBlacklistDirectory", "")]);
        using var administrator = await PanelForm.SetUpAsync(server.Running);
        var tree = server.Running.Tree;
        tree.Touch("srv/example.com/checks/clamav");
        tree.Touch("clients/127.0.0.1");
        var (client, _) = await server.GreetAsync();
        await using var session = client;
        Assert.Equal(250, await SendAsync(session, "unscanned"));

        await server.WriteAsync($$"""{ "MsLite": { "Clamav": { "Server": "{{clamd.Address}}" } } }""", $"Clamav:Server is now {clamd.Address}; it was none");
        Assert.Equal(550, await SendAsync(session, "scanned"));

        await server.WriteAsync("""{ "MsLite": { "Clamav": { "Server": "none" }, "Journal": { "Days": 0 } } }""", "Journal:Days is now 0; it was 30");
        Assert.Equal(250, await SendAsync(session, "forgotten"));

        await server.WriteAsync(
            $$"""{ "MsLite": { "Clamav": { "Server": "none" }, "IpBlacklistDirectory": "{{tree.Path("clients")}}" } }""",
            $"IpBlacklistDirectory is now {tree.Path("clients")}; it was nothing");
        Assert.Equal(550, await SendAsync(session, "listed"));

        // Rows are written in the order of their messages.
        var journal = await JournalWithAsync(administrator, "listed");
        Assert.Contains("unscanned", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("forgotten", journal, StringComparison.Ordinal);
    }

    /// <summary>The reply to a message with a virus in it.</summary>
    private static async Task<int> SendAsync(SmtpTestClient session, string subject) =>
        (await session.SendMessageAsync("ann@example.net", ["bob@example.com"], Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\n{PrivateClamd.Eicar}\r\n"))).Code;

    private static async Task<string> JournalWithAsync(HttpClient administrator, string subject)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var page = await administrator.GetStringAsync(new Uri("/messages", UriKind.Relative), limit.Token);
            if (page.Contains(subject, StringComparison.Ordinal))
            {
                return page;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}
