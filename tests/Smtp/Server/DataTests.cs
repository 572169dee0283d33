namespace MsLite.Smtp.Tests.Server;

/// <summary>What is answered to a message, and that no answer promises what did not happen.</summary>
public sealed class DataTests : IDisposable
{
    private readonly InMemoryServer _server = new(options =>
    {
        options.MaxMessageSize = 3000;
        options.Limits = options.Limits with { Header = 1000, DataLine = 500 };
    });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(3000, "552 5.3.4 Message too large")]
    [InlineData(900, "250 2.0.0 Delivered")]
    public async Task A_message_that_is_too_large_is_read_to_its_end_and_refused(int size, string expected)
    {
        var client = await BeginAsync();
        var body = string.Concat(Enumerable.Repeat(new string('x', 98) + "\r\n", size / 100 * 10 / 9));
        Assert.Equal(expected, await client.SayAsync($"Subject: x\r\n\r\n{body}."));
        Assert.Equal(expected.StartsWith('2') ? 1 : 0, _server.Sessions.Messages.Count);
        Assert.StartsWith("250 2.1.0", await client.SayAsync("MAIL FROM:<>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_too_large_is_refused()
    {
        var client = await BeginAsync();
        var header = string.Concat(Enumerable.Repeat("X-Fill: 0123456789\r\n", 60));
        Assert.Equal("552 5.3.4 Header of the message too large", await client.SayAsync($"{header}\r\nbody\r\n."));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused()
    {
        var client = await BeginAsync();
        Assert.Equal("554 5.6.0 A line of the message is too long", await client.SayAsync($"\r\n{new string('x', 499)}\r\n."));
    }

    [Fact]
    public async Task The_fault_that_is_named_does_not_depend_on_how_the_bytes_arrive()
    {
        var message = $"\r\n{new string('x', 600)}\r\nbare\n{string.Concat(Enumerable.Repeat("0123456789\r\n", 500))}.\r\n";
        var input = "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n" + message;
        var lines = await Transcript.RunAsync(input, server => server.Options.MaxMessageSize = 3000);
        Assert.StartsWith("554 5.6.11 ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_the_session_does_not_read_is_thrown_away()
    {
        _server.Sessions.OnData = (_, _, _, _) => ValueTask.FromResult(new DataReply(new SmtpReply(451, "4.3.0", "Disk full")));
        var client = await BeginAsync();
        Assert.Equal("451 4.3.0 Disk full", await client.SayAsync("Subject: x\r\n\r\nQUIT\r\n..\r\n."));
        Assert.StartsWith("503 ", await client.SayAsync("DATA"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_not_read_whole_is_never_accepted()
    {
        _server.Sessions.OnData = (_, _, _, _) => ValueTask.FromResult(new DataReply(new SmtpReply(250, "2.0.0", "Delivered")));
        var client = await BeginAsync();
        Assert.Equal("451 4.3.0 The message could not be taken, please try again later", await client.SayAsync("Subject: x\r\n\r\n."));
    }

    [Fact]
    public async Task Nor_is_one_whose_refusal_the_session_overlooks()
    {
        _server.Sessions.OnData = async (data, _, _, ct) =>
        {
            await data.CopyToAsync(new MemorySink(), ct);
            return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
        };
        var client = await BeginAsync();
        Assert.StartsWith("554 5.6.11 ", await client.SayAsync("a\nb\r\n."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_fails_does_not_lose_the_place_in_the_stream()
    {
        _server.Sessions.OnData = async (data, _, _, ct) =>
        {
            try
            {
                await data.CopyToAsync(new FullDisk(), ct);
                return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
            }
            catch (IOException)
            {
                return new DataReply(new SmtpReply(452, "4.3.1", "Disk full"));
            }
        };
        var client = await BeginAsync();
        Assert.Equal("452 4.3.1 Disk full", await client.SayAsync("Subject: x\r\n\r\n..\r\nQUIT\r\n."));
        Assert.StartsWith("250 2.0.0", await client.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_goes_away_is_no_fault_of_the_disk(bool breaks)
    {
        Exception? seen = null;
        _server.Sessions.OnData = async (data, _, _, ct) =>
        {
            seen = await Record.ExceptionAsync(async () => await data.CopyToAsync(new MemorySink(), ct));
            return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
        };
        var client = await BeginAsync();
        await client.SendAsync("half a mess");
        (breaks ? client.Break : (Action)client.Finish)();
        Assert.Empty(await client.RestAsync());
        Assert.IsType<OperationCanceledException>(seen);
    }

    [Fact]
    public async Task Nothing_of_a_message_with_a_bare_line_feed_is_written_after_it()
    {
        var sink = new MemorySink();
        _server.Sessions.OnData = async (data, _, _, ct) => new DataReply((await data.CopyToAsync(sink, ct))!);
        var client = await BeginAsync();
        await client.SayAsync("before\r\nbare\nMAIL FROM:<x@example.org>\r\nafter\r\n.");
        Assert.DoesNotContain("after", sink.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_forgets_the_transaction_when_it_is_over()
    {
        var client = await BeginAsync();
        var before = _server.Sessions.Sessions[0].Resets;
        await client.SayAsync("\r\n.");
        Assert.Equal(before + 1, _server.Sessions.Sessions[0].Resets);
    }

    [Fact]
    public async Task A_session_that_breaks_is_told_so_and_hurts_no_other()
    {
        var bystander = _server.Connect();
        await bystander.GreetAsync();
        _server.Sessions.OnData = (_, _, _, _) => throw new InvalidCastException("a bug");
        var client = await BeginAsync();
        Assert.StartsWith("421 4.3.0 ", await client.SayAsync("\r\n."), StringComparison.Ordinal);
        Assert.Empty(await client.RestAsync());
        await client.Server;
        Assert.StartsWith("250 ", await bystander.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" PRDR", "353;250;550;450;250")]
    [InlineData("", "250")]
    public async Task With_PRDR_each_recipient_has_its_own_reply(string parameter, string expected)
    {
        _server.Sessions.OnData = async (data, mail, to, ct) =>
        {
            await data.CopyToAsync(new MemorySink(), ct);
            SmtpReply[] each = [.. to.Select(one => new SmtpReply(int.Parse(one.LocalPart, System.Globalization.CultureInfo.InvariantCulture), null, one.LocalPart))];
            return new DataReply(new SmtpReply(250, "2.0.0", "Done"), mail.Prdr ? each : null);
        };
        var client = _server.Connect();
        await client.GreetAsync();
        await client.SayAsync($"MAIL FROM:<>{parameter}");
        foreach (var code in new[] { 250, 550, 450 })
        {
            await client.SayAsync($"RCPT TO:<{code}@example.net>");
        }

        await client.SayAsync("DATA");
        await client.SendAsync("\r\n.\r\nQUIT\r\n");
        var codes = (await client.RestAsync()).Select(line => line[..3]);
        Assert.Equal(expected + ";221", string.Join(';', codes));
    }

    [Fact]
    public async Task PRDR_gives_one_reply_when_the_message_itself_is_refused()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync(" PRDR");
        Assert.StartsWith("554 5.6.11 ", await client.SayAsync("a\nb\r\n."), StringComparison.Ordinal);
    }

    private async Task<TestClient> BeginAsync()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.BeginDataAsync();
        return client;
    }

    private sealed class FullDisk : IMessageSink
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct) => throw new IOException("No space left on device");
    }
}
