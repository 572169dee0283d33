using MsLite.Smtp.Protocol;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>
/// The stream behind DATA: cutting it changes nothing, what is found sound holds no bare CR or LF, and stuffed again it is read as the same.
/// </summary>
public sealed class DataStreamTarget : IFuzzTarget
{
    public string Name => "data-stream";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "Subject: x\r\n\r\n..dot\r\n.\r\nMAIL FROM:<x@example.org>\r\n",
        "a\r\n.\r\r\n.\r\n",
        "a\n.\nb\r\n.\r\n",
        "\r\n.\0\r\n..\r\n...\r\n.\r\n",
        ".\r\n");

    public void Run(ReadOnlySpan<byte> data)
    {
        var whole = Read(data, data.Length + 1);
        var cut = Read(data, 1 + (data.Length % 7));
        if (whole.Ended != cut.Ended || whole.Faults != cut.Faults || whole.Used != cut.Used)
        {
            throw new InvalidOperationException("The stream is read in another way when it is cut.");
        }

        if (whole.Faults != DataFaults.None || !whole.Ended)
        {
            return;
        }

        if (!whole.Content.AsSpan().SequenceEqual(cut.Content))
        {
            throw new InvalidOperationException("Another message is read when the stream is cut.");
        }

        RequireStrict(whole.Content);
        var again = Read(Stuff(whole.Content), whole.Content.Length + 1);
        if (!again.Ended || !again.Content.AsSpan().SequenceEqual(whole.Content))
        {
            throw new InvalidOperationException("The message is not read as it is written.");
        }
    }

    private static void RequireStrict(byte[] content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            var bare = (content[i] == '\n' && (i == 0 || content[i - 1] != '\r')) || (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n'));
            if (bare)
            {
                throw new InvalidOperationException($"A message with a bare CR or LF at {i} is taken.");
            }
        }
    }

    private static byte[] Stuff(byte[] content)
    {
        var wire = new List<byte>();
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '.' && (i == 0 || content[i - 1] == '\n'))
            {
                wire.Add((byte)'.');
            }

            wire.Add(content[i]);
        }

        return [.. wire, .. ".\r\n"u8];
    }

    private static (bool Ended, DataFaults Faults, int Used, byte[] Content) Read(ReadOnlySpan<byte> data, int size)
    {
        var reader = new DataReader(10_000, 2000, 1000);
        var content = new MemoryStream();
        var used = 0;
        while (used < data.Length && !reader.Ended)
        {
            var piece = data.Slice(used, Math.Min(size - (used % size), data.Length - used));
            var step = reader.Read(piece);
            content.Write(piece[..step.Content]);
            used += step.Consumed;
        }

        return (reader.Ended, reader.Faults, used, content.ToArray());
    }
}
