using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Harness;

public sealed class FakeNextHopTests
{
    [Fact]
    public async Task Keeps_a_message_byte_for_byte()
    {
        await using var hop = new FakeNextHop();
        await using var client = await SmtpTestClient.ConnectAsync(hop.EndPoint);
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO test");
        var message = Encoding.Latin1.GetBytes("Subject: x\r\n\r\n.dot\r\n..\r\nbare\nLF\0\xff\r\n");

        var reply = await client.SendMessageAsync("a@b.c", ["d@e.f", "g@h.i"], message);

        Assert.Equal(250, reply.Code);
        var kept = Assert.Single(hop.Messages);
        Assert.Equal(message, kept.Content);
        Assert.Equal(["d@e.f", "g@h.i"], kept.Recipients.Select(recipient => recipient.Address));
        Assert.Equal("a@b.c", kept.From);
    }

    [Fact]
    public async Task Answers_what_the_test_says_and_dies_when_told()
    {
        await using var hop = new FakeNextHop { Answer = (stage, _) => stage == NextHopStage.Rcpt ? "451 4.2.1 Later" : null };
        await using var client = await SmtpTestClient.ConnectAsync(hop.EndPoint);
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO test");
        Assert.Equal(451, (await client.SendMessageAsync("a@b.c", ["d@e.f"], "x\r\n"u8.ToArray())).Code);

        hop.Reset();
        hop.DieAfterContentBytes = 3;
        await Assert.ThrowsAsync<EndOfStreamException>(() => client.SendMessageAsync("a@b.c", ["d@e.f"], "hello\r\n"u8.ToArray()));
        Assert.Empty(hop.Messages);
    }

    [Fact]
    public async Task A_load_notes_one_result_for_each_message()
    {
        await using var hop = new FakeNextHop();

        var results = await LoadGenerator.RunAsync(hop.EndPoint, new LoadPlan { Sessions = 4, Messages = 50, MessagesPerConnection = 7 });

        Assert.Equal(50, results.Count);
        Assert.All(results, result => Assert.Equal(250, result.Reply?.Code));
        Assert.Equal(50, hop.Messages.Count);
        Assert.Equal(
            results.Select(result => result.Token).Order(),
            hop.Messages.Select(message => Encoding.ASCII.GetString(message.Content).Split('\n')[2][9..].Trim()).Order());
    }
}
