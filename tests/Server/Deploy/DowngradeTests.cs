using MsLite.Filter;
using MsLite.Filter.State;
using MsLite.Harness;
using MsLite.Web.Tests.Metrics;

namespace MsLite.Web.Tests.Deploy;

/// <summary>What docs/OPERATING.md says of the way back: a database of a later version takes nobody's mail away, and its copy brings everything back.</summary>
public sealed class DowngradeTests
{
    [Fact]
    public async Task A_database_of_a_later_version_is_told_and_mail_goes_on_until_the_copy_is_back()
    {
        await using var server = await RunningServer.StartAsync();
        server.Tree.Touch("srv/example.com/users/valid/bob");
        (await PanelForm.SetUpAsync(server)).Dispose();
        await server.StopAsync();
        var database = server.Tree.Path("state/state.db");
        var copy = server.Tree.Path("copy.db");
        await RunAsync(server, $"VACUUM INTO '{copy}'");
        await RunAsync(server, "INSERT INTO schema_version (version) VALUES (9999)");

        await server.StartAgainAsync();
        Assert.Equal(250, await SendAsync(server));
        var page = await MetricsPage.WaitForAsync(server, page => page["mslite_state_up"] == 0);
        Assert.Equal(0, page["mslite_state_up"]);
        await server.StopAsync();
        Assert.Contains("The state database is of version 9999", server.Log, StringComparison.Ordinal);

        foreach (var file in Directory.EnumerateFiles(server.Tree.Path("state"), "state.db*"))
        {
            File.Delete(file);
        }

        File.Copy(copy, database);
        await server.StartAgainAsync();
        (await PanelForm.SignInAsync(server)).Dispose();
        Assert.Equal(250, await SendAsync(server));
        Assert.Equal(1, (await MetricsPage.OfAsync(server))["mslite_state_up"]);
        Assert.Equal(2, server.Tree.Files("mail/example.com/bob/Maildir/new").Count);
    }

    private static async Task RunAsync(RunningServer server, string sql)
    {
        await using var database = StateDatabase.For(new MsLiteOptions { StateRoot = server.Tree.Path("state") });
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, CancellationToken.None);
    }

    private static async Task<int> SendAsync(RunningServer server)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        return (await client.SendMessageAsync("ann@example.net", ["bob@example.com"], "Subject: hello\r\n\r\nBody\r\n"u8.ToArray())).Code;
    }
}
