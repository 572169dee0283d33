using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Web.Tests.Start;

public sealed class JsonLogTests
{
    [Fact]
    public async Task Every_line_of_the_output_is_an_object_with_time_level_and_message()
    {
        await using var server = await RunningServer.StartAsync([("Log:Format", "json")]);
        server.Tree.Touch("srv/example.com/users/valid/bob");
        await using (var client = await server.ConnectAsync())
        {
            await client.ReadReplyAsync();
            await client.CommandAsync("EHLO client.example.net");
            await client.SendMessageAsync("ann@example.net", ["bob@example.com"], "Subject: \"quoted\"\r\n\r\nBody\r\n"u8.ToArray());
        }

        await server.StopAsync();

        var lines = server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line => Assert.True(line.TryGetProperty("Timestamp", out _) && line.TryGetProperty("Level", out _) && line.TryGetProperty("RenderedMessage", out _)));
        Assert.Contains(lines, line => line.GetProperty("RenderedMessage").GetString()!.Contains("/setup/", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.GetProperty("RenderedMessage").GetString()!.Contains("bob@example.com", StringComparison.Ordinal));
    }
}
