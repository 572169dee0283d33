using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace MsLite.Smtp.Tests.Server;

/// <summary>A client of a test: sends text, reads replies. Bytes are Latin-1 characters on both ways.</summary>
internal sealed class TestClient(IDuplexPipe pipe, Task server, Action requestClose)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly StringBuilder _received = new();

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task Server => server;

    /// <summary>Signalled when the server cuts the connection, whatever is still to be sent.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>The connection breaks.</summary>
    public void Break() => InMemoryServer.AtOnce(() => pipe.Output.Complete(new IOException("Connection reset by peer")));

    /// <summary>As Kestrel does when the program is to end.</summary>
    public void RequestClose() => InMemoryServer.AtOnce(requestClose);

    /// <summary>When it returns the server has done what it can do with the bytes.</summary>
    public async Task SendAsync(string text) => await TrySendAsync(text);

    /// <summary>False when the server has closed.</summary>
    public async Task<bool> TrySendAsync(string text)
    {
        ValueTask<FlushResult> flush = default;
        InMemoryServer.AtOnce(() => flush = pipe.Output.WriteAsync(Encoding.Latin1.GetBytes(text)));
        return !(await flush).IsCompleted;
    }

    /// <summary>The client sends no more.</summary>
    public void Finish() => InMemoryServer.AtOnce(() => pipe.Output.Complete());

    /// <summary>One reply, with all its lines, without its last line end.</summary>
    public async Task<string> ReplyAsync()
    {
        var reply = new StringBuilder();
        while (true)
        {
            var line = await LineAsync();
            reply.Append(line);
            if (line.Length < 4 || line[3] != '-')
            {
                return reply.ToString();
            }

            reply.Append('\n');
        }
    }

    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>Everything up to the server's close, as lines.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        while (await ReadMoreAsync())
        {
        }

        var text = _received.ToString();
        _received.Clear();
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Greeting and EHLO.</summary>
    public async Task<string> GreetAsync()
    {
        Assert.StartsWith("220 ", await ReplyAsync(), StringComparison.Ordinal);
        var reply = await SayAsync("EHLO client.example.org");
        Assert.StartsWith("250-", reply, StringComparison.Ordinal);
        return reply;
    }

    /// <summary>Up to the 354 of DATA.</summary>
    public async Task BeginDataAsync(string mailParameters = "")
    {
        Assert.StartsWith("250 ", await SayAsync("MAIL FROM:<ann@example.org>" + mailParameters), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await SayAsync("RCPT TO:<bob@example.net>"), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await SayAsync("DATA"), StringComparison.Ordinal);
    }

    private async Task<string> LineAsync()
    {
        var open = true;
        while (true)
        {
            var text = _received.ToString();
            var end = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.Remove(0, end + 2);
                return text[..end];
            }

            if (!open)
            {
                return "(closed)";
            }

            open = await ReadMoreAsync();
        }
    }

    /// <summary>Waits until the server cuts the connection.</summary>
    public async Task AbortedAsync()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Aborted.Register(aborted.SetResult);
        await aborted.Task.WaitAsync(s_patience);
    }

    private async Task<bool> ReadMoreAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var result = await pipe.Input.ReadAsync(patience.Token);
        _received.Append(Encoding.Latin1.GetString(result.Buffer.ToArray()));
        pipe.Input.AdvanceTo(result.Buffer.End);
        return !result.IsCompleted;
    }
}
