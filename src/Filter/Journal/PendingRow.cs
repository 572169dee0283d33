using System.Buffers;
using System.Security.Cryptography;

namespace MsLite.Filter.Journal;

/// <summary>A row on its way to the database. What needs the message is taken at once; the trace becomes text when it is written.</summary>
internal sealed record PendingRow(JournalRow Row, IReadOnlyList<TraceEntry> Trace)
{
    private const int MaxText = 500;
    private const int ChunkSize = 64 * 1024;

    /// <summary>One for each recipient; what all of them share is worked out once.</summary>
    public static List<PendingRow> Of(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        var facts = JournalFacts.Of(transaction);
        var hash = HashBody(transaction);
        var authentication = PlainText.Clean(string.Join("; ", transaction.AuthenticationResults), 2000);
        var rows = new List<PendingRow>(fates.Count);
        foreach (var fate in fates)
        {
            rows.Add(new PendingRow(RowOf(transaction, fate, elapsed, facts, hash, authentication), fate.Verdict.Trace));
        }

        return rows;
    }

    private static JournalRow RowOf(Transaction transaction, Fate fate, TimeSpan elapsed, string facts, string hash, string authentication) => new()
    {
        Id = transaction.Id,
        Recipient = PlainText.Clean(fate.Recipient.Address.Key, MaxText),
        Domain = PlainText.Clean(fate.Recipient.Domain, MaxText),
        Time = transaction.Received,
        Session = transaction.Client.SessionId,
        Client = transaction.Client.Address.ToString(),
        ClientName = PlainText.Clean(transaction.ReverseName, MaxText),
        Helo = PlainText.Clean(transaction.HelloName, MaxText),
        Sender = PlainText.Clean(transaction.ReturnPath?.Key, MaxText),
        Subject = PlainText.Clean(transaction.Message.Subject, MaxText),
        MessageId = PlainText.Clean(transaction.Message.MessageId, MaxText),
        Size = transaction.Content.Length,
        Fate = fate.Kind,
        Reason = PlainText.Clean(fate.Verdict.Reason, MaxText),
        Blocker = fate.Verdict.Blocker ?? "",
        File = PlainText.Clean(fate.Verdict.File, MaxText),
        Reply = PlainText.Clean(fate.Reply.ToString(), MaxText),
        NextHop = PlainText.Clean(fate.NextHop, MaxText),
        Ms = elapsed.TotalMilliseconds,
        BodyHash = hash,
        Authentication = authentication,
        Facts = facts,
        Trace = "",
    };

    private static string HashBody(Transaction transaction)
    {
        if (transaction.Content.TryGetMemory(out var memory))
        {
            return Convert.ToHexStringLower(SHA256.HashData(memory.Span[(int)Math.Min(transaction.Message.BodyOffset, memory.Length)..]));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = transaction.Content.OpenRead();
        content.Position = Math.Min(transaction.Message.BodyOffset, content.Length);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        for (int count; (count = content.Read(chunk)) > 0;)
        {
            hash.AppendData(chunk, 0, count);
        }

        ArrayPool<byte>.Shared.Return(chunk);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
