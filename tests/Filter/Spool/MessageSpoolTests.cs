using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Spool;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Spool;

public sealed class MessageSpoolTests : IDisposable
{
    private readonly TempTree _state = new();

    private MessageSpool Spool => new(new MsLiteOptions { StateRoot = _state.Root });

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8192)]
    [InlineData(SpoolWriter.MemoryLimit - 1)]
    [InlineData(SpoolWriter.MemoryLimit)]
    public async Task Keeps_a_message_up_to_the_limit_in_memory(int length)
    {
        var bytes = Bytes(length);
        using var message = await ReceiveAsync(bytes, 1000);

        Assert.True(message.TryGetMemory(out var memory));
        Assert.Equal(bytes, memory.ToArray());
        Assert.Equal(bytes, await ReadAllAsync(message));
        Assert.False(_state.Exists("spool"));
    }

    [Theory]
    [InlineData(SpoolWriter.MemoryLimit + 1)]
    [InlineData(3_000_017)]
    public async Task Keeps_a_larger_message_in_a_file_without_a_name(int length)
    {
        var bytes = Bytes(length);
        using var message = await ReceiveAsync(bytes, 4096);

        Assert.False(message.TryGetMemory(out _));
        Assert.Equal(length, message.Length);
        Assert.Equal(bytes, await ReadAllAsync(message));
        Assert.Empty(_state.Files("spool"));
    }

    [Fact]
    public void Gives_back_what_was_written_however_it_was_split()
    {
        var property = (byte[] bytes, PositiveInt step) =>
        {
            var copies = step.Get % 7 == 0 ? 1 + SpoolWriter.MemoryLimit / Math.Max(1, bytes.Length) : 1;
            var content = Enumerable.Repeat(bytes, copies).SelectMany(b => b).ToArray();
            using var writer = new SpoolWriter(_state.Path("spool"));
            foreach (var chunk in content.Chunk(step.Get * 37))
            {
                Assert.True(writer.WriteAsync(chunk, default).AsTask().IsCompletedSuccessfully);
            }

            using var message = writer.Finish();
            using var reader = message.OpenRead();
            var read = new byte[content.Length + 1];
            return reader.ReadAtLeast(read, read.Length, throwOnEndOfStream: false) == content.Length
                && read.AsSpan(0, content.Length).SequenceEqual(content);
        };
        Prop.ForAll(property).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(600_000)]
    public async Task Reads_at_any_offset_and_gives_nothing_at_the_end(int length)
    {
        var bytes = Bytes(length);
        using var message = await ReceiveAsync(bytes, 8000);
        var buffer = new byte[100];

        Assert.Equal(100, await message.ReadAtAsync(length / 2, buffer, default));
        Assert.Equal(bytes[(length / 2)..(length / 2 + 100)], buffer);
        Assert.Equal(30, await message.ReadAtAsync(length - 30, buffer, default));
        Assert.Equal(0, await message.ReadAtAsync(length, buffer, default));
        Assert.Equal(0, await message.ReadAtAsync(length + 10, buffer, default));
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(600_000)]
    public async Task Its_readers_do_not_disturb_each_other(int length)
    {
        var bytes = Bytes(length);
        using var message = await ReceiveAsync(bytes, 8000);
        using var first = message.OpenRead();
        using var second = message.OpenRead();

        first.Seek(-1, SeekOrigin.End);
        Assert.Equal(bytes[0], second.ReadByte());
        Assert.Equal(bytes[^1], first.ReadByte());
        Assert.Equal(-1, first.ReadByte());
        Assert.Equal(bytes[1], second.ReadByte());
    }

    [Fact]
    public async Task The_engines_refusal_drops_what_was_written()
    {
        var refusal = new SmtpReply(552, "5.3.4", "Too large");
        var (message, reply) = await Spool.ReceiveAsync(new ChunkedData(Bytes(400_000), 4096, refusal), default);

        Assert.Null(message);
        Assert.Same(refusal, reply);
    }

    [Fact]
    public async Task A_broken_disk_is_reported_only_after_the_message_was_read_to_its_end()
    {
        _state.Touch("spool");
        var data = new ChunkedData(Bytes(400_000), 4096, refusal: null);

        await Assert.ThrowsAsync<IOException>(async () => await Spool.ReceiveAsync(data, default));
        Assert.True(data.WasReadToItsEnd);
    }

    [Fact]
    public async Task A_small_message_needs_no_disk()
    {
        _state.Touch("spool");
        using var message = await ReceiveAsync(Bytes(1000), 100);
        Assert.Equal(1000, message.Length);
    }

    [Fact]
    public async Task A_disposed_message_cannot_be_read()
    {
        var message = await ReceiveAsync(Bytes(1000), 100);
        message.Dispose();
        message.Dispose();
        Assert.Throws<ObjectDisposedException>(() => message.TryGetMemory(out _));
    }

    [Fact]
    public async Task A_message_of_one_kilobyte_leaves_next_to_no_garbage()
    {
        var data = new ChunkedData(Bytes(1024), 1024, refusal: null);
        await SpoolOnceAsync(Spool, data);
        var spool = Spool;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            await SpoolOnceAsync(spool, data);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 600);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_message()
    {
        var chunk = Bytes(8192);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var writer = new SpoolWriter(_state.Path("spool"));
        for (var i = 0; i < 4000; i++)
        {
            await writer.WriteAsync(chunk, default);
        }

        using var message = writer.Finish();
        Assert.Equal(4000L * 8192, message.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 700_000);
    }

    private static async ValueTask SpoolOnceAsync(MessageSpool spool, ChunkedData data)
    {
        var (message, _) = await spool.ReceiveAsync(data, default);
        message!.Dispose();
    }

    private async Task<SpooledMessage> ReceiveAsync(byte[] bytes, int chunk) =>
        (await Spool.ReceiveAsync(new ChunkedData(bytes, chunk, refusal: null), default)).Message!;

    private static async Task<byte[]> ReadAllAsync(SpooledMessage message)
    {
        using var all = new MemoryStream();
        using var reader = message.OpenRead();
        await reader.CopyToAsync(all);
        return all.ToArray();
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private sealed class ChunkedData(byte[] bytes, int chunk, SmtpReply? refusal) : MessageData
    {
        public bool WasReadToItsEnd { get; private set; }

        public override async ValueTask<SmtpReply?> CopyToAsync(IMessageSink destination, CancellationToken ct)
        {
            for (var offset = 0; offset < bytes.Length; offset += chunk)
            {
                await destination.WriteAsync(bytes.AsMemory(offset, Math.Min(chunk, bytes.Length - offset)), ct);
            }

            WasReadToItsEnd = true;
            return refusal;
        }
    }
}
