using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.Corpus;

/// <summary>Sends a corpus through a server, each message to a recipient of its own, and keeps what the client was told.</summary>
internal sealed partial class CorpusRun(RunningServer server, IReadOnlyList<CorpusMessage> messages, Pace pace)
{
    private const int Sessions = 4;

    /// <summary>Long messages are cut into bytes at their beginning only: line readers break at line ends, and there are many there.</summary>
    private const int ByteByByteLimit = 1500;
    private readonly ConcurrentDictionary<int, SmtpTestReply> _replies = new();
    private int _next = -1;

    public static string Recipient(int number) => $"m{number}@example.com";

    /// <summary>The reply to each message, by its number.</summary>
    public async Task<IReadOnlyDictionary<int, SmtpTestReply>> SendAllAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => SessionAsync()));
        return _replies;
    }

    /// <summary>A reply without what differs from run to run.</summary>
    public static string Verdict(SmtpTestReply reply) => Reference().Replace($"{reply}", "");

    private async Task SessionAsync()
    {
        await using var client = await server.ConnectAsync();
        await client.SendProxyHeaderAsync(System.Net.IPAddress.Parse("192.0.2.7"));
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mail.example.net");
        for (var number = Interlocked.Increment(ref _next); number < messages.Count; number = Interlocked.Increment(ref _next))
        {
            _replies[number] = await SendAsync(client, number);
        }

        await client.CommandAsync("QUIT");
    }

    private async Task<SmtpTestReply> SendAsync(SmtpTestClient client, int number)
    {
        string[] commands = ["MAIL FROM:<ann@example.net>", $"RCPT TO:<{Recipient(number)}>", "DATA"];
        if (pace == Pace.Pipelined)
        {
            await client.SendAsync(string.Concat(commands.Select(command => command + "\r\n")));
        }

        foreach (var command in commands)
        {
            var reply = pace == Pace.Pipelined ? await client.ReadReplyAsync() : await client.CommandAsync(command);
            Assert.True(reply.Code < 400, $"{messages[number]}: {command}: {reply}");
        }

        await SendContentAsync(client, SmtpText.Stuff(messages[number].Bytes));
        return await client.ReadReplyAsync();
    }

    private async Task SendContentAsync(SmtpTestClient client, byte[] wire)
    {
        var cut = pace == Pace.ByteByByte ? Math.Min(ByteByByteLimit, wire.Length) : 0;
        client.ByteByByte = true;
        await client.SendAsync(wire.AsMemory(0, cut));
        client.ByteByByte = false;
        await client.SendAsync(wire.AsMemory(cut));
    }

    [GeneratedRegex(@" \[ref [^\]]*\]", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
