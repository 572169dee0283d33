using System.Buffers;
using System.IO.Hashing;

namespace MsLite.Filter.Journal;

/// <summary>Writes the rows of one message as bytes, one for each recipient: what needs the message is taken at once.</summary>
internal sealed class RowPacking(Transaction transaction, TimeSpan elapsed)
{
    private const int MaxText = 500;
    private const int ChunkSize = 64 * 1024;

    [ThreadStatic]
    private static RowWriter? s_row;

    private readonly byte[] _bodyHash = HashBody(transaction);

    /// <summary>The row of one recipient. It stands until the thread packs the next one.</summary>
    public ReadOnlySpan<byte> Pack(Fate fate)
    {
        var row = s_row ??= new RowWriter();
        row.Clear();
        WriteColumns(row, fate);
        return row.End();
    }

    /// <summary>In the order of <see cref="JournalTable"/>, the texts in that of <see cref="JournalRow.WrittenTexts"/>.</summary>
    private void WriteColumns(RowWriter row, Fate fate)
    {
        row.Column(Clean(transaction.Id));
        row.Column(Clean(fate.Recipient.Address.Key));
        row.Column(Clean(fate.Recipient.Domain));
        row.Column(transaction.Received.ToUnixTimeMilliseconds());
        row.Column(Clean(transaction.Client.Address.ToString()));
        row.Column(Clean(transaction.ReverseName));
        row.Column(Clean(transaction.HelloName));
        row.Column(Clean(transaction.ReturnPath?.Key));
        row.Column(Clean(transaction.Message.Subject));
        row.Column(Clean(transaction.Message.MessageId));
        row.Column(fate.Kind.Word());
        row.Column(Clean(fate.Verdict.Reason));
        row.Column(Clean(fate.Verdict.Blocker));
        row.Column(_bodyHash);
        JournalDetails.Write(row, transaction, fate, elapsed);
        row.EndColumn();
    }

    /// <summary>A text as a column has it.</summary>
    public static string Clean(string? text) => PlainText.Clean(text, MaxText);

    /// <summary>Tells one sender's tries apart from his other messages; nobody gains by making two bodies alike, so it need not be a slow one.</summary>
    private static byte[] HashBody(Transaction transaction)
    {
        if (transaction.Content.TryGetMemory(out var memory))
        {
            return XxHash128.Hash(memory.Span[(int)Math.Min(transaction.Message.BodyOffset, memory.Length)..]);
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
        return hash.GetCurrentHash();
    }
}
