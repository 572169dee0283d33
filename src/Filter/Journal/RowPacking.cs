using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace MsLite.Filter.Journal;

/// <summary>Writes the rows of one message as bytes, one for each recipient: what needs the message is taken at once.</summary>
internal sealed class RowPacking(Transaction transaction, TimeSpan elapsed)
{
    private const int MaxText = 500;
    private const int ChunkSize = 64 * 1024;
    private const int HashDigits = 32;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    private readonly UInt128 _bodyHash = HashBody(transaction);
    private readonly int[] _ends = new int[PendingRow.Columns];
    private ArrayBufferWriter<byte> _buffer = null!;
    private int _column;

    /// <summary>The row of one recipient. It stands until the thread packs the next one.</summary>
    public ReadOnlySpan<byte> Pack(Fate fate)
    {
        _buffer = s_buffer ??= new ArrayBufferWriter<byte>(8192);
        _buffer.ResetWrittenCount();
        _column = 0;
        WriteColumns(fate);
        foreach (var end in _ends)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), end);
            _buffer.Advance(sizeof(int));
        }

        return _buffer.WrittenSpan;
    }

    /// <summary>In the order of <see cref="JournalTable"/>.</summary>
    private void WriteColumns(Fate fate)
    {
        Write(transaction.Id);
        Write(fate.Recipient.Address.Key);
        Write(fate.Recipient.Domain);
        Write(transaction.Received.ToUnixTimeMilliseconds());
        Write(transaction.Client.Address.ToString());
        Write(transaction.ReverseName);
        Write(transaction.HelloName);
        Write(transaction.ReturnPath?.Key);
        Write(transaction.Message.Subject);
        Write(transaction.Message.MessageId);
        Write(fate.Kind.Word());
        Write(fate.Verdict.Reason);
        Write(fate.Verdict.Blocker);
        WriteHash();
        JournalDetails.Write(_buffer, transaction, fate, elapsed);
        End();
    }

    private void Write(string? text)
    {
        Encoding.UTF8.GetBytes(PlainText.Clean(text, MaxText), _buffer);
        End();
    }

    private void Write(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), number);
        _buffer.Advance(sizeof(long));
        End();
    }

    private void WriteHash()
    {
        _ = _bodyHash.TryFormat(_buffer.GetSpan(HashDigits), out var digits, "x32", CultureInfo.InvariantCulture);
        _buffer.Advance(digits);
        End();
    }

    private void End() => _ends[_column++] = _buffer.WrittenCount;

    /// <summary>Tells one sender's tries apart from his other messages; nobody gains by making two bodies alike, so it need not be a slow one.</summary>
    private static UInt128 HashBody(Transaction transaction)
    {
        if (transaction.Content.TryGetMemory(out var memory))
        {
            return XxHash128.HashToUInt128(memory.Span[(int)Math.Min(transaction.Message.BodyOffset, memory.Length)..]);
        }

        var hash = new XxHash128();
        using var content = transaction.Content.OpenRead();
        content.Position = Math.Min(transaction.Message.BodyOffset, content.Length);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        for (int count; (count = content.Read(chunk)) > 0;)
        {
            hash.Append(chunk.AsSpan(0, count));
        }

        ArrayPool<byte>.Shared.Return(chunk);
        return hash.GetCurrentHashAsUInt128();
    }
}
