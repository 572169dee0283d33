using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>The reference in a reply leads to the log line and the index line.</summary>
public sealed partial class ReferenceTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] s_message = "Subject: hello\r\n\r\nHello.\r\n"u8.ToArray();

    [Fact]
    public async Task The_reference_of_a_refusal_is_the_id_of_its_index_line()
    {
        shared.Server.Tree.Folder("srv/refusing.test");
        var archive = new ArchiveView(shared.Server.Tree);

        var reply = await SendAsync("bob@refusing.test");

        var archived = Assert.Single(archive.Read());
        Assert.Equal(550, reply.Code);
        Assert.Equal(archived.Value("id"), Reference().Match($"{reply}").Groups["id"].Value);
        await LoggedAsync(archived.Value("id"));
    }

    [Fact]
    public async Task Each_message_has_a_reference_of_its_own()
    {
        shared.Server.Tree.Touch("srv/accepting.test/users/valid/bob");

        var replies = new[] { await SendAsync("bob@accepting.test"), await SendAsync("bob@accepting.test") };

        var ids = replies.Select(reply => Reference().Match($"{reply}").Groups["id"].Value).ToList();
        Assert.NotEqual(ids[0], ids[1]);
        await LoggedAsync(ids[0]);
        await LoggedAsync(ids[1]);
    }

    /// <summary>The line may come a moment after the reply. Throws when it does not come.</summary>
    private Task LoggedAsync(string id) =>
        shared.Server.Process.WaitForOutputAsync(log => log.Contains($"id={id} ", StringComparison.Ordinal), TimeSpan.FromSeconds(20));

    private async Task<SmtpTestReply> SendAsync(string to)
    {
        await using var client = await shared.Server.ConnectAsync();
        await client.SendProxyHeaderAsync(System.Net.IPAddress.Loopback);
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        return await client.SendMessageAsync("ann@example.net", [to], s_message);
    }

    [GeneratedRegex(@"\[ref (?<id>[^\]]+)\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
