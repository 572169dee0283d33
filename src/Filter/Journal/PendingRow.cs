using System.Buffers;
using System.Security.Cryptography;

namespace MsLite.Filter.Journal;

/// <summary>A row on its way to the database: what needs the message is taken at once, and nothing of the message is held on to.</summary>
internal sealed record PendingRow
{
    private const int MaxText = 500;
    private const int ChunkSize = 64 * 1024;

    public required string Id { get; init; }

    public required string Recipient { get; init; }

    public required string Domain { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Client { get; init; }

    public required string ClientName { get; init; }

    public required string Helo { get; init; }

    public required string Sender { get; init; }

    public required string Subject { get; init; }

    public required string MessageId { get; init; }

    public required FateKind Fate { get; init; }

    public required string Reason { get; init; }

    public required string Blocker { get; init; }

    public required string BodyHash { get; init; }

    /// <inheritdoc cref="JournalDetails"/>
    public required byte[] Details { get; init; }

    /// <summary>One for each recipient; what all of them share is worked out once.</summary>
    public static List<PendingRow> Of(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        var rows = new List<PendingRow>(fates.Count);
        foreach (var fate in fates)
        {
            rows.Add(rows.Count == 0 ? First(transaction, fate, elapsed) : rows[0] with
            {
                Recipient = PlainText.Clean(fate.Recipient.Address.Key, MaxText),
                Domain = PlainText.Clean(fate.Recipient.Domain, MaxText),
                Fate = fate.Kind,
                Reason = PlainText.Clean(fate.Verdict.Reason, MaxText),
                Blocker = fate.Verdict.Blocker ?? "",
                Details = JournalDetails.Of(transaction, fate, elapsed),
            });
        }

        return rows;
    }

    private static PendingRow First(Transaction transaction, Fate fate, TimeSpan elapsed) => new()
    {
        Id = transaction.Id,
        Recipient = PlainText.Clean(fate.Recipient.Address.Key, MaxText),
        Domain = PlainText.Clean(fate.Recipient.Domain, MaxText),
        Time = transaction.Received,
        Client = transaction.Client.Address.ToString(),
        ClientName = PlainText.Clean(transaction.ReverseName, MaxText),
        Helo = PlainText.Clean(transaction.HelloName, MaxText),
        Sender = PlainText.Clean(transaction.ReturnPath?.Key, MaxText),
        Subject = PlainText.Clean(transaction.Message.Subject, MaxText),
        MessageId = PlainText.Clean(transaction.Message.MessageId, MaxText),
        Fate = fate.Kind,
        Reason = PlainText.Clean(fate.Verdict.Reason, MaxText),
        Blocker = fate.Verdict.Blocker ?? "",
        BodyHash = HashBody(transaction),
        Details = JournalDetails.Of(transaction, fate, elapsed),
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
