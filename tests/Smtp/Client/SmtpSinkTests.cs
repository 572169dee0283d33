using System.Globalization;
using System.Net;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>The client against Postfix's smtp-sink in the shapes that next hops have.</summary>
public sealed class SmtpSinkTests
{
    [ToolTheory("smtp-sink")]
    [InlineData("")]
    [InlineData("-p")]
    [InlineData("-e")]
    [InlineData("-P")]
    [InlineData("-8 -N -E -C -F")]
    [InlineData("-L")]
    public async Task Every_message_arrives_once(string shape)
    {
        const int Messages = 300;
        await using var sink = await SinkAsync(shape, Messages + 1);
        using var pool = ClientWorld.Pool(sink.EndPoint, lmtp: shape == "-L");

        var replies = await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => pool.SendAsync(From(i % 3))));

        Assert.All(replies, reply => Assert.True(reply.IsPositive, reply.ToString()));
        Assert.False(sink.Process.HasExited);

        // The one that makes the number full: with a message too many or too few, the sink would have ended before or would not end.
        await pool.SendAsync(From(0));
        await sink.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, sink.Process.ExitCode);
    }

    [ToolTheory("smtp-sink")]
    [InlineData("-q .", "451 4.4.2")]
    [InlineData("-q DATA", "451 4.4.2")]
    [InlineData("-q CONNECT", "451 4.4.1")]
    [InlineData("-Q .", "451")]
    [InlineData("-f .", "500 5.3.0")]
    [InlineData("-f RCPT", "500 5.3.0")]
    [InlineData("-r .", "450 4.3.0")]
    [InlineData("-A 0", "550 This violates SMTP")]
    public async Task A_next_hop_that_misbehaves_gets_an_honest_answer_passed_on(string shape, string reply)
    {
        await using var sink = await SinkAsync(shape, messages: 1_000_000);
        using var pool = ClientWorld.Pool(sink.EndPoint);

        Assert.StartsWith(reply, (await pool.SendAsync(From(0))).ToString(), StringComparison.Ordinal);
    }

    private static SmtpClientTransaction From(int client) => new()
    {
        ReturnPath = ClientWorld.Address("ann@example.net"),
        Parameters = MailParameters.None,
        Recipients = [new(ClientWorld.Address("bob@example.com"), RcptParameters.None)],
        Content = new BytesSource(ClientWorld.Message),
        Identity = new SmtpClientIdentity(new IPEndPoint(new IPAddress([192, 0, 2, (byte)client]), 25), null, "mx", Extended: true),
    };

    /// <summary>It ends by itself after so many messages.</summary>
    private static async Task<Sink> SinkAsync(string shape, int messages)
    {
        var port = FreePort.Take();
        string[] arguments =
        [
            .. Environment.UserName == "root" ? (string[])["-u", "nobody"] : [], "-M", messages.ToString(CultureInfo.InvariantCulture),
            .. shape.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"127.0.0.1:{port}", "100",
        ];
        var process = await ChildProcess.StartAsync(Tool.Find("smtp-sink")!, arguments);
        await FreePort.WaitForAsync(port, TimeSpan.FromSeconds(20));
        return new Sink(process, new IPEndPoint(IPAddress.Loopback, port));
    }

    private sealed record Sink(ChildProcess Process, IPEndPoint EndPoint) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
