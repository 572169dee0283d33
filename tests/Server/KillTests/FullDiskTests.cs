using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.KillTests;

/// <summary>A full disk under archive, Maildir, spool and state: clients are told to try again, and nothing is lost.</summary>
public sealed class FullDiskTests
{
    private static readonly LoadPlan s_load = new()
    {
        Sessions = 8,
        Messages = 600,
        To = LoadedServer.RecipientOf,
        Message = (number, token) => Encoding.ASCII.GetBytes(
            $"From: ann@example.net\r\nSubject: {token}\r\n\r\n{string.Concat(Enumerable.Repeat("0123456789\r\n", number % 40 * 60))}"),
    };

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_under_load_defers_and_loses_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 4);
        await using var world = await LoadedServer.StartAsync(disk.Root);
        world.BeginRound();

        var results = await LoadGenerator.RunAsync(world.Server.Smtp, s_load);

        Assert.Contains(results, result => result.Reply is { IsPermanent: true });
        Assert.Contains(results, result => result.Reply is { IsTransient: true });
        Assert.All(results.Where(result => result.Reply is { IsTransient: true }), result => Assert.Contains(result.Reply!.Code, new[] { 451, 452 }));
        Assert.DoesNotContain(results, result => result.Reply is null);
        world.AssertFates(results);
        Assert.False(world.Server.Process.HasExited);
    }

    [SmallDiskFact]
    public async Task A_message_too_large_for_the_spool_is_deferred_and_the_conversation_goes_on()
    {
        using var disk = SmallDisk.Mount(megabytes: 4);
        await using var world = await LoadedServer.StartAsync(disk.Root);
        world.BeginRound();
        await using var client = await world.Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mail.example.net");
        var large = Encoding.ASCII.GetBytes("Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", 1_000_000)));

        Assert.Contains((await client.SendMessageAsync("bea@example.net", ["bob@passed.example"], large)).Code, new[] { 451, 452 });
        Assert.Equal(250, (await client.SendMessageAsync("bea@example.net", ["bob@passed.example"], "Subject: small\r\n\r\n"u8.ToArray())).Code);
        Assert.Single(world.NextHop.Messages);
    }

    [SmallDiskFact]
    public async Task After_the_disk_has_room_again_mail_is_refused_and_delivered_as_before()
    {
        using var disk = SmallDisk.Mount(megabytes: 4);
        await using var world = await LoadedServer.StartAsync(disk.Root);
        world.BeginRound();
        var ballast = world.Server.Tree.Path("ballast");
        Fill(ballast);
        var full = await LoadGenerator.RunAsync(world.Server.Smtp, Plan(60));
        File.Delete(ballast);
        var roomy = await LoadGenerator.RunAsync(world.Server.Smtp, Plan(60));

        Assert.DoesNotContain(full, result => result.Reply is not { IsTransient: true } && !result.Recipient.EndsWith("@passed.example", StringComparison.Ordinal));
        Assert.DoesNotContain(roomy, result => result.Reply is null or { IsTransient: true });
        world.AssertFates([.. full, .. roomy]);
    }

    private static LoadPlan Plan(int messages) => new() { Sessions = 4, Messages = messages, To = LoadedServer.RecipientOf };

    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }
}
